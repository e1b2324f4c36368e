//! JSON in text columns and digests in byte columns: writing and reading back. A value that
//! does not read back is damage, never a default.

use std::collections::BTreeMap;

use galley_domain::digest::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::entities::{api_token, brand_kit, brief, skill_version, workflow};

/// The text of a value.
pub(crate) fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("rows hold plain values with text keys")
}

/// The value of a text.
pub(crate) fn read<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::corrupt(what))
}

/// The digest in a byte column.
pub(crate) fn digest(bytes: &[u8], what: &'static str) -> Result<Digest, StoreError> {
    Digest::from_slice(bytes).map_err(|_| StoreError::corrupt(what))
}

macro_rules! files {
    ($($table:ident: $what:literal;)*) => {$(
        impl $table::Model {
            /// Its files: name to hash of the blob.
            pub fn files(&self) -> Result<BTreeMap<String, Digest>, StoreError> {
                read(&self.files, $what)
            }

            /// The digest of all its files.
            pub fn digest(&self) -> Result<Digest, StoreError> {
                digest(&self.digest, $what)
            }
        }
    )*};
}

files! {
    brand_kit: "a brand kit";
    workflow: "a workflow";
    brief: "a brief";
    skill_version: "a skill";
}

impl api_token::Model {
    /// What it may be used for.
    pub fn scopes(&self) -> Result<Vec<galley_domain::access::TokenScope>, StoreError> {
        read(&self.scopes, "an API token")
    }
}
