//! Names that say nothing but "the same as before": keyed hashes (HMAC, RFC 2104, with SHA-256) of ids.

use sha2::{Digest, Sha256};

const BLOCK: usize = 64;

/// Pseudonyms of one export.
#[derive(Debug, Clone)]
pub struct Pseudonyms {
    key: [u8; BLOCK],
}

impl Pseudonyms {
    /// A longer key is hashed first, as the RFC says.
    pub fn new(key: &[u8]) -> Pseudonyms {
        let mut block = [0; BLOCK];
        if key.len() > BLOCK {
            block[..32].copy_from_slice(&Sha256::digest(key));
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        Pseudonyms { key: block }
    }

    /// `p_` and 16 hexadecimal digits.
    pub fn of(&self, prefix: &str, id: &str) -> String {
        let pad = |byte: u8| self.key.map(|key| key ^ byte);
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(prefix).chain_update([0]).chain_update(id);
        let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner.finalize()).finalize();
        let digits: String = outer.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{prefix}_{digits}")
    }
}
