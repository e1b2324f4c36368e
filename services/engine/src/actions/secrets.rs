//! Secrets of sessions, tokens and links: 32 random bytes, shown once, kept as a SHA-256 only.

use galley_domain::digest::Digest;

use crate::Engine;

/// What every API token begins with, so that leaked ones can be found.
pub const TOKEN_PREFIX: &str = "gly_";

/// A secret as it is shown, and what is kept of it.
pub(super) struct Secret {
    pub text: String,
    pub hash: Digest,
}

/// A new secret; `prefix` says what it opens.
pub(super) fn new(engine: &Engine, prefix: &str) -> Secret {
    let text = format!("{prefix}{}", Digest(engine.ids.secret()));
    let hash = hash(&text);
    Secret { text, hash }
}

/// What is kept of a secret. Looking it up by this hash compares nothing byte by byte, so it tells
/// nothing by the time it takes.
pub fn hash(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}
