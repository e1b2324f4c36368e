//! Blobs in a folder: there and back, checked against their name, one organization's alone.

use galley_domain::digest::Digest;
use galley_domain::ids::OrganizationId;
use galley_store::{Blobs, Durability, StoreError};

use crate::fixture::id;
use crate::support::TestDatabase;

fn file(database: &TestDatabase, organization: OrganizationId, digest: Digest) -> std::path::PathBuf {
    let name = digest.to_string();
    database.folder.join("blobs").join(organization.to_string()).join(&name[..2]).join(&name)
}

async fn with_blobs(test: impl AsyncFnOnce(&TestDatabase, &Blobs, OrganizationId)) {
    TestDatabase::sqlite().await.run(async |database| test(database, database.store.blobs(), id(1)).await).await;
}

#[tokio::test]
async fn bytes_come_back_and_no_other_organization_has_them() {
    with_blobs(async |database, blobs, ours| {
        let bytes = vec![7u8; 100_000];
        let digest = blobs.put(ours, bytes.clone()).await.expect("keeps");
        assert_eq!(digest, Digest::of(&bytes));
        assert_eq!(blobs.put(ours, bytes.clone()).await.expect("has it already"), digest);
        assert_eq!(blobs.get(ours, digest, 100_000).await.expect("is there"), bytes);
        assert!(file(database, ours, digest).is_file());
        let theirs = blobs.get(id(2), digest, 100_000).await;
        assert!(matches!(theirs, Err(StoreError::NotFound { what: "blob" })), "{theirs:?}");
        assert!(blobs.has(ours, digest).await.expect("answers"));
        assert!(!blobs.has(id(2), digest).await.expect("answers"));
        blobs.ping().await.expect("answers");
    })
    .await;
}

#[tokio::test]
async fn changed_bytes_are_found_out() {
    with_blobs(async |database, blobs, ours| {
        let digest = blobs.put(ours, &b"the picture"[..]).await.expect("keeps");
        std::fs::write(file(database, ours, digest), b"the fixture").expect("may write");
        let error = blobs.get(ours, digest, 100).await.expect_err("is not what was kept");
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_cut_off_file_is_written_again() {
    with_blobs(async |database, blobs, ours| {
        let digest = blobs.put(ours, &b"the picture"[..]).await.expect("keeps");
        std::fs::write(file(database, ours, digest), b"").expect("may write");
        assert!(blobs.get(ours, digest, 100).await.is_err());
        blobs.put(ours, &b"the picture"[..]).await.expect("writes it again");
        assert_eq!(blobs.get(ours, digest, 100).await.expect("is there"), &b"the picture"[..]);
    })
    .await;
}

#[tokio::test]
async fn more_than_asked_for_is_not_read() {
    with_blobs(async |_, blobs, ours| {
        let digest = blobs.put(ours, vec![1u8; 11]).await.expect("keeps");
        assert!(matches!(blobs.get(ours, digest, 10).await, Err(StoreError::Corrupt { .. })));
        assert!(blobs.get(ours, digest, 11).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn only_folders_and_buckets_are_opened() {
    for url in ["", "http://example.test/bucket", "blobs", "s3://"] {
        assert!(Blobs::open(url, Durability::Process).is_err(), "{url}");
    }
}
