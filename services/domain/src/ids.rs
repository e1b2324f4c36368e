//! Typed, prefixed, time-sortable identifiers: a UUID version 7 (RFC 9562) written in the
//! TypeID way, `var_01h455vb4pex5vsknk084sn02q`. Making one needs the time and ten random
//! bytes from the caller; nothing here reads a clock.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The text is not an identifier of the wanted kind.
#[derive(Debug, thiserror::Error)]
#[error("expected an id that begins with `{prefix}_` followed by 26 letters and digits")]
pub struct NotAnId {
    /// What the id should begin with.
    pub prefix: &'static str,
}

/// Crockford's base 32, lower case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An identifier's kind: the prefix and the UUID inside.
pub trait Id: Copy + From<Uuid> {
    /// What stands before the underscore.
    const PREFIX: &'static str;
    /// The UUID, as the store keeps it.
    fn uuid(self) -> Uuid;

    /// A new identifier for a moment in milliseconds since 1970 and ten random bytes.
    fn at(unix_ms: u64, random: &[u8; 10]) -> Self {
        Self::from(uuid::Builder::from_unix_timestamp_millis(unix_ms, random).into_uuid())
    }

    /// Reads the written form.
    fn parse(text: &str) -> Result<Self, NotAnId> {
        let error = || NotAnId { prefix: Self::PREFIX };
        let body = text.strip_prefix(Self::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or_else(error)?;
        decode(body).map(Self::from).ok_or_else(error)
    }
}

fn encode(uuid: Uuid) -> String {
    let mut value = uuid.as_u128();
    let mut out = [0u8; 26];
    for slot in out.iter_mut().rev() {
        *slot = ALPHABET[(value & 31) as usize];
        value >>= 5;
    }
    out.iter().map(|&byte| byte as char).collect()
}

fn decode(body: &str) -> Option<Uuid> {
    // 26 digits carry 130 bits: the first must stay below 8 for the value to fit 128.
    if body.len() != 26 || !matches!(body.as_bytes()[0], b'0'..=b'7') {
        return None;
    }
    let mut value = 0u128;
    for byte in body.bytes() {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        value = (value << 5) | digit as u128;
    }
    Some(Uuid::from_u128(value))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A tenant.
    OrganizationId = "org";
    /// A client of an organization.
    BrandId = "brd";
    /// Somebody who signs in.
    PersonId = "per";
    /// A signed-in browser.
    SessionId = "ses";
    /// An API token.
    TokenId = "tok";
    /// A link that lets a guest see one campaign.
    GuestLinkId = "gst";
    /// A version of a workflow's files.
    WorkflowId = "wfl";
    /// What a brand allows to be learned from, from a day on.
    ConsentId = "con";
    /// A version of a brand's kit.
    BrandKitId = "kit";
    /// A skill, whatever its version.
    SkillId = "skl";
    /// A version of a skill's files.
    SkillVersionId = "skv";
    /// What is published for a brand at some time.
    SkillSetId = "sks";
    /// A campaign.
    CampaignId = "cmp";
    /// A version of a campaign's brief.
    BriefId = "brf";
    /// A dry run of a brief.
    PlanId = "pln";
    /// A preview of a brief that is not saved; no row has it.
    PreviewId = "prv";
    /// An approved plan being carried out.
    RunId = "run";
    /// One execution of one step.
    TaskId = "tsk";
    /// One sending to a backend.
    CallId = "cal";
    /// A request to go over a budget.
    OverrideId = "bov";
    /// One cell of the full matrix.
    VariantId = "var";
    /// One version of a variant.
    RevisionId = "rev";
    /// One exchange in a variant's conversation.
    TurnId = "trn";
    /// One person's judgement of one revision at one stage.
    DecisionId = "dec";
    /// Sealed variants packaged for a destination.
    ReleaseId = "rel";
    /// A line of the ledger.
    LedgerId = "led";
    /// A line of the journal.
    JournalId = "jrn";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_round_trip_and_sort_by_time() {
        let early = VariantId::at(1_000, &[7; 10]);
        let late = VariantId::at(2_000, &[0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(VariantId::parse(&early.to_string()).ok(), Some(early));
    }

    #[test]
    fn another_kind_of_id_is_refused() {
        let task = TaskId::at(1_000, &[7; 10]).to_string();
        let error = VariantId::parse(&task).expect_err("a task's id is no variant's");
        assert!(error.to_string().contains("var_"));
    }
}
