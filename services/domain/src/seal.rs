//! The seal: what an approval is bound to. It covers the bytes, the copy, the legal line, the
//! channel's rules and the rights. If one of them moves, the seal is broken and nothing is
//! published until people have looked again.

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Hasher};

/// The parts of a seal. Two seals are equal when every part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// SHA-256 of the file that was approved.
    pub bytes: Digest,
    /// The copy that is drawn in it.
    pub copy: Digest,
    /// The market's legal line, or that there is none.
    pub legal: Digest,
    /// The format's rules on the day.
    pub channel: Digest,
    /// The rights of the ingredients as the brief states them.
    pub rights: Digest,
}

impl Seal {
    /// One digest for all parts.
    pub fn digest(&self) -> Digest {
        Hasher::new("seal")
            .digest("bytes", self.bytes)
            .digest("copy", self.copy)
            .digest("legal", self.legal)
            .digest("channel", self.channel)
            .digest("rights", self.rights)
            .finish()
    }

    /// Which parts differ from what holds now, in the words people use.
    pub fn broken_by(&self, now: &Seal) -> Vec<&'static str> {
        let parts = [
            ("the picture", self.bytes == now.bytes),
            ("the copy", self.copy == now.copy),
            ("the legal line", self.legal == now.legal),
            ("the channel's rules", self.channel == now.channel),
            ("the rights", self.rights == now.rights),
        ];
        parts.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
    }
}
