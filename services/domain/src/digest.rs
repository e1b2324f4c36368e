//! SHA-256 content digests and the canonical way to feed values into them.
//! Not a MAC: a digest names content, it proves nothing about who made it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest: 32 bytes, written as 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// The text was not 64 hexadecimal digits.
#[derive(Debug, thiserror::Error)]
#[error("a digest is 64 hexadecimal digits")]
pub struct NotADigest;

impl Digest {
    /// The digest of one run of bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Digest, NotADigest> {
        let mut bytes = [0u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NotADigest);
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).map_err(|_| NotADigest)?;
        }
        Ok(Digest(bytes))
    }

    /// Reads 32 raw bytes, as the store keeps them.
    pub fn from_slice(bytes: &[u8]) -> Result<Digest, NotADigest> {
        Ok(Digest(bytes.try_into().map_err(|_| NotADigest)?))
    }

    /// The first 64 bits as a seed for something that must look random but repeat.
    pub fn seed(&self) -> u64 {
        let mut first = [0u8; 8];
        first.copy_from_slice(&self.0[..8]);
        u64::from_be_bytes(first)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let text = String::deserialize(deserializer)?;
        Digest::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Builds a digest out of named parts. Each part carries its length, so that no two
/// different lists of parts can run together into the same bytes.
#[derive(Clone)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Starts a digest for one `kind` of thing; two kinds never share a digest.
    pub fn new(kind: &str) -> Hasher {
        let mut hasher = Hasher(Sha256::new());
        hasher.part("kind", kind.as_bytes());
        hasher
    }

    /// Adds a named part.
    pub fn part(&mut self, name: &str, value: &[u8]) -> &mut Hasher {
        self.0.update((name.len() as u32).to_be_bytes());
        self.0.update(name.as_bytes());
        self.0.update((value.len() as u64).to_be_bytes());
        self.0.update(value);
        self
    }

    /// Adds a named text.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Hasher {
        self.part(name, value.as_bytes())
    }

    /// Adds another digest as a named part.
    pub fn digest(&mut self, name: &str, value: Digest) -> &mut Hasher {
        self.part(name, &value.0)
    }

    /// Adds a JSON value in canonical form.
    pub fn json(&mut self, name: &str, value: &serde_json::Value) -> &mut Hasher {
        self.part(name, canonical_json(value).as_bytes())
    }

    /// The digest of all parts so far.
    pub fn finish(&self) -> Digest {
        Digest(self.0.clone().finalize().into())
    }
}

/// JSON with sorted keys and no white space: the form that digests and the journal's chain
/// are computed over. Follows the ordering and spacing of RFC 8785; numbers are written by
/// serde_json, so callers keep to integers and texts.
pub fn canonical_json(value: &serde_json::Value) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &serde_json::Value, out: &mut String) {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            out.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_canonical(&map[key], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}
