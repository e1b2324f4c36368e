//! What a published picture says about itself. A file that was approved gets a description (XMP, in
//! the words of IPTC) and then a signed manifest (C2PA): what made it, from which ingredients, in which
//! language, who approved it, by role.
//!
//! The approved bytes are never touched. What goes out is those bytes with segments put between them;
//! [`approved_bytes`] takes them out again, and [`seal`] hands nothing out of which the approved bytes do
//! not come back. So "what is published is what was approved" can be checked by anybody who has
//! the file, years later and without Galley.
//!
//! Pure: bytes, facts and a signer in, bytes out. No files, no network, no clock: the date is the
//! approval's, and who calls decides whether the certificate is good today. Randomness comes in with
//! the signature's salts, so whoever sends a file keeps it first and sends the kept one again.
//!
//! Reading ([`read`]) is for files of anybody: nothing in them is believed that the signature does
//! not cover, and a file that cannot be read is an error, never a panic.

mod certificate;
mod container;
mod facts;
mod manifest;
mod placed;
mod read;
mod source_type;
mod xmp;

pub use certificate::{Certificate, DevelopmentCertificate, Signer, SignerError, make_development_certificate};
pub use facts::{Approval, Facts, Model, Right};
pub use manifest::{SealError, Sealed, seal};
pub use placed::{Ingredient, Picture};
pub use read::{Action, Mark, Reading, SealState, UnreadableFile, read};
pub use source_type::{SourceType, source_types};

/// Whether files of this media type can carry credentials. Films and banners go out as they were approved.
pub fn can_carry(mime: &str) -> bool {
    [container::Kind::Png, container::Kind::Jpeg].iter().any(|kind| kind.mime() == mime)
}

/// Takes off what [`seal`] added: the bytes that were approved.
pub fn approved_bytes(published: &[u8]) -> Result<Vec<u8>, UnreadableFile> {
    container::Kind::of(published).and_then(|kind| container::strip(kind, published)).ok_or(UnreadableFile)
}
