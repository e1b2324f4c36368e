//! Blobs: bytes named by their SHA-256, in a folder or in an S3-compatible store. Who may see one
//! is not decided here (see [`crate::media`]); that organizations never share one is.

use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use galley_domain::digest::Digest;
use galley_domain::ids::OrganizationId;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::{Durability, StoreError};

/// The blob store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    inner: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// Opens `file:///folder` (made if absent) or `s3://bucket/prefix` (credentials, region and
    /// endpoint from `AWS_*` in the environment).
    pub fn open(url: &str, durability: Durability) -> Result<Blobs, StoreError> {
        if let Some(folder) = url.strip_prefix("file://") {
            std::fs::create_dir_all(FilePath::new(folder)).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
            let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(durability == Durability::Power);
            return Ok(Blobs { inner: Arc::new(store) });
        }
        let prefix = url.strip_prefix("s3://").and_then(|rest| rest.split_once('/')).map_or("", |(_, prefix)| prefix);
        let store = AmazonS3Builder::from_env().with_url(url).build()?;
        let inner: Arc<dyn ObjectStore> = match prefix.trim_matches('/') {
            "" => Arc::new(store),
            prefix => Arc::new(PrefixStore::new(store, prefix)),
        };
        Ok(Blobs { inner })
    }

    /// Keeps bytes and answers their name. Whole or not at all; the same bytes again cost a look.
    pub async fn put(&self, organization: OrganizationId, bytes: impl Into<Bytes>) -> Result<Digest, StoreError> {
        let bytes = bytes.into();
        let digest = Digest::of(&bytes);
        let path = path(organization, digest);
        // A file of another length is what a power cut may leave of an unfinished one: write again.
        match self.inner.head(&path).await {
            Ok(meta) if meta.size == bytes.len() as u64 => return Ok(digest),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        self.inner.put(&path, bytes.into()).await?;
        Ok(digest)
    }

    /// The bytes of a name, checked against it. More than `max_bytes` are not read.
    pub async fn get(&self, organization: OrganizationId, digest: Digest, max_bytes: u64) -> Result<Bytes, StoreError> {
        let answer = self.inner.get(&path(organization, digest)).await?;
        if answer.meta.size > max_bytes {
            return Err(StoreError::corrupt(format!("blob {digest} (longer than {max_bytes} bytes)")));
        }
        let bytes = answer.bytes().await?;
        if Digest::of(&bytes) != digest {
            return Err(StoreError::corrupt(format!("blob {digest}")));
        }
        Ok(bytes)
    }

    /// Whether a blob of this name is there; its content is not looked at.
    pub async fn has(&self, organization: OrganizationId, digest: Digest) -> Result<bool, StoreError> {
        match self.inner.head(&path(organization, digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the blob store answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match self.inner.head(&Path::from("ping")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// `<organization>/<first two digits>/<hash>`: a folder never holds more than a share of them.
fn path(organization: OrganizationId, digest: Digest) -> Path {
    let name = digest.to_string();
    Path::from_iter([organization.to_string().as_str(), &name[..2], &name])
}
