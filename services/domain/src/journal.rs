//! The journal's chain: each entry carries the hash of the one before, per organization, so
//! that nobody can change, drop or reorder the past unnoticed. Verifying needs nothing but the
//! exported lines. It proves order and wholeness, not who held the pen.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::digest::{Digest, canonical_json};

/// The schema of an entry; a reader refuses one it does not know.
pub const SCHEMA: &str = "galley-journal/1";

/// One line of the journal. The hash covers every other field in canonical JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub schema: String,
    pub id: String,
    /// 1, 2, 3 … per organization.
    pub seq: u64,
    /// RFC 3339, UTC, milliseconds.
    pub at: String,
    pub organization: String,
    pub brand: Option<String>,
    pub campaign: Option<String>,
    pub variant: Option<String>,
    pub revision: Option<String>,
    /// An id, never a name.
    pub actor: String,
    /// `decision`, `launch`, `publish`, …
    pub kind: String,
    pub payload: Value,
    pub prev_hash: Digest,
    pub hash: Digest,
}

impl Entry {
    /// What the hash of this entry should be.
    pub fn computed_hash(&self) -> Digest {
        let mut value = serde_json::to_value(self).expect("an entry is plain JSON");
        if let Value::Object(map) = &mut value {
            map.remove("hash");
        }
        Digest::of(canonical_json(&value).as_bytes())
    }

    /// Puts the entry behind `prev` and closes it with its hash.
    pub fn chained(mut self, seq: u64, prev: Digest) -> Entry {
        self.seq = seq;
        self.prev_hash = prev;
        self.hash = self.computed_hash();
        self
    }
}

/// The hash before the first entry.
pub fn genesis() -> Digest {
    Digest([0; 32])
}

/// Where a chain breaks.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    #[error("entry {0}: not a journal entry of schema {SCHEMA}")]
    Unreadable(u64),
    #[error("entry {found}: expected number {expected}; entries are missing or out of order")]
    Gap { expected: u64, found: u64 },
    #[error("entry {0}: does not follow the entry before it")]
    Unlinked(u64),
    #[error("entry {0}: its content was changed after it was written")]
    Altered(u64),
    #[error("entry {0}: belongs to another organization")]
    Foreign(u64),
}

/// Checks entries one at a time, so that a journal of any length needs no memory.
#[derive(Debug)]
pub struct Verifier {
    seq: u64,
    head: Digest,
    organization: Option<String>,
}

impl Default for Verifier {
    fn default() -> Verifier {
        Verifier { seq: 0, head: genesis(), organization: None }
    }
}

impl Verifier {
    /// Takes the next entry.
    pub fn push(&mut self, entry: &Entry) -> Result<(), Break> {
        if entry.schema != SCHEMA {
            return Err(Break::Unreadable(entry.seq));
        }
        if entry.seq != self.seq + 1 {
            return Err(Break::Gap { expected: self.seq + 1, found: entry.seq });
        }
        if *self.organization.get_or_insert_with(|| entry.organization.clone()) != entry.organization {
            return Err(Break::Foreign(entry.seq));
        }
        if entry.prev_hash != self.head {
            return Err(Break::Unlinked(entry.seq));
        }
        if entry.computed_hash() != entry.hash {
            return Err(Break::Altered(entry.seq));
        }
        self.seq = entry.seq;
        self.head = entry.hash;
        Ok(())
    }

    /// How many entries were good and the hash of the last one.
    pub fn head(&self) -> (u64, Digest) {
        (self.seq, self.head)
    }
}
