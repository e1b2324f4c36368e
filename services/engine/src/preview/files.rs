//! The files of a preview, in memory, by what is in them.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use galley_domain::digest::Digest;

/// Files of a preview. They are dropped with it.
#[derive(Debug, Default)]
pub(crate) struct Files(Mutex<HashMap<Digest, Bytes>>);

impl Files {
    pub(crate) fn put(&self, bytes: Bytes) -> Digest {
        let digest = Digest::of(&bytes);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(digest, bytes);
        digest
    }

    pub(crate) fn find(&self, digest: Digest) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned()
    }

    pub(super) fn weight(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().map(Bytes::len).sum()
    }

    pub(super) fn keep_only(&self, wanted: &HashSet<Digest>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|hash, _| wanted.contains(hash));
    }
}
