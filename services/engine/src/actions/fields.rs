//! Rules for the words people give when they administer: slugs, titles, addresses.

use galley_domain::access::{Access, Permission};
use galley_domain::source::{Problem, Problems};

use crate::ActionError;

const MAX_SLUG_CHARS: usize = 64;
const MAX_TITLE_CHARS: usize = 120;
const MAX_EMAIL_CHARS: usize = 254;

/// Collects what is wrong with several fields.
#[derive(Default)]
pub(super) struct Fields(Vec<Problem>);

impl Fields {
    /// Small letters, digits and single dashes between them.
    pub fn slug(mut self, field: &str, text: &str) -> Fields {
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.len() > MAX_SLUG_CHARS || !text.split('-').all(is_part) {
            self.tell(field, "expected small letters, digits and dashes, such as pikolo-espresso");
        }
        self
    }

    /// A line of text.
    pub fn title(mut self, field: &str, text: &str) -> Fields {
        let chars = text.trim().chars().count();
        if chars == 0 || chars > MAX_TITLE_CHARS || text.chars().any(char::is_control) {
            self.tell(field, &format!("expected one line of at most {MAX_TITLE_CHARS} characters"));
        }
        self
    }

    /// Looks like an address; whether it works is found out by writing to it.
    pub fn email(mut self, field: &str, text: &str) -> Fields {
        let text = text.trim();
        let is_ours = text.is_ascii() && text.len() <= MAX_EMAIL_CHARS && !text.contains(char::is_whitespace);
        let has_parts = text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.contains('@') && host.split('.').all(|part| !part.is_empty())
        });
        if !is_ours || !has_parts {
            self.tell(field, "expected an e-mail address such as name@example.com");
        }
        self
    }

    /// Everything that was wrong.
    pub fn finish(self) -> Result<(), ActionError> {
        Ok(Problems::unless_empty((), self.0)?)
    }

    fn tell(&mut self, field: &str, message: &str) {
        self.0.extend(Problems::field(field, message).0);
    }
}

/// Refuses those who do not administer the organization.
pub(super) fn must_administer(access: &Access) -> Result<(), ActionError> {
    if access.may_everywhere(Permission::Administer) {
        return Ok(());
    }
    Err(ActionError::NotAllowed("only an admin of the whole organization may do this".to_owned()))
}

/// Refuses a token that was not made for saying what somebody thinks.
pub(super) fn must_decide(access: &Access) -> Result<(), ActionError> {
    if access.token_may_decide() {
        return Ok(());
    }
    Err(ActionError::NotAllowed("this token may not be used for feedback: it needs the scope decide".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_titles_and_addresses() {
        for slug in ["a", "pikolo-espresso", "2026-spring"] {
            assert!(Fields::default().slug("/slug", slug).finish().is_ok(), "{slug}");
        }
        for slug in ["", "-a", "a--b", "Pikolo", "a b", "ä"] {
            assert!(Fields::default().slug("/slug", slug).finish().is_err(), "{slug}");
        }
        for email in ["a@b", "ada.lovelace@example.com"] {
            assert!(Fields::default().email("/email", email).finish().is_ok(), "{email}");
        }
        for email in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b..c"] {
            assert!(Fields::default().email("/email", email).finish().is_err(), "{email}");
        }
        assert!(Fields::default().title("/title", " \n ").finish().is_err());
    }
}
