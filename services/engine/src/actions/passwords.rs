//! Passwords: hashing and checking them with argon2id, away from the threads that serve requests.
//! Whose password it is is not known here.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

use crate::{ActionError, Engine};

/// Shortest password in characters.
const MIN_CHARS: usize = 10;
/// Longest password in bytes: more would only cost time.
const MAX_BYTES: usize = 256;

/// What a password is compared with where there is none, so that an unknown address takes as long
/// to refuse as a wrong password. It is no password's hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refuses passwords that are too short to be one or too long to be hashed.
pub(super) fn check(field: &str, password: &str) -> Result<(), ActionError> {
    if password.chars().count() < MIN_CHARS || password.len() > MAX_BYTES {
        let message = format!("a password has at least {MIN_CHARS} characters and at most {MAX_BYTES} bytes");
        return Err(ActionError::invalid(field, message));
    }
    Ok(())
}

/// The hash to keep, in PHC form.
pub(super) async fn hash(engine: &Engine, password: String) -> String {
    let salt = engine.ids.secret();
    let work = move || {
        let salt = SaltString::encode_b64(&salt[..16]).expect("16 bytes make a salt");
        Argon2::default()
            .hash_password(password.as_bytes(), &salt)
            .expect("the default parameters fit any password")
            .to_string()
    };
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
}

/// Whether the password is the one of this hash. Takes as long where there is no hash.
pub(super) async fn is_right(password: &str, hash: Option<&str>) -> bool {
    if password.len() > MAX_BYTES {
        return false;
    }
    let (password, is_known) = (password.to_owned(), hash.is_some());
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let work = move || {
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(work).await.expect("checking a password does not panic") && is_known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_gets_in_without_a_hash() {
        assert!(PasswordHash::new(NOBODY).is_ok(), "it must cost as much as a real one");
        assert!(!is_right("", None).await);
        assert!(!is_right("correct horse battery", None).await);
    }
}
