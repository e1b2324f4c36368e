//! Releases and blobs in an S3-compatible store, over the network, as an operator would have them. The server is a
//! pretend one that `cargo xtask test` starts.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use galley::config::Config;
use galley_domain::digest::Digest;
use galley_domain::ports::{Delivery, Fault};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::campaign::ADS;
use crate::database::Database;
use crate::desk::{all_are, text};
use crate::world::World;

const SERVER: &str = "GALLEY_TEST_S3_URL";
/// Where the client of the blobs finds its server; a test must not write to anybody's real one.
const ENDPOINT: &str = "AWS_ENDPOINT_URL";
/// The server looks at whose key it is and never at the signature.
const SIGNATURE: &str =
    "AWS4-HMAC-SHA256 Credential=tests/20261201/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
/// The destination, by the name that the workflow uses.
const DESTINATION: &str = "s3";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_goes_to_a_bucket() {
    let bucket = Bucket::make().await;
    World::play_with(
        Database::Sqlite,
        |config| bucket.publish_there(config),
        async |world| {
            let campaign = world.approved_campaign().await;
            let release = publish(world, &campaign).await;
            all_are(&world.ads(&campaign).await, "published");
            let items = release["items"].as_array().expect("the release has files");
            assert_eq!((items.len(), bucket.keys().await.len()), (ADS, ADS + 1), "the ads and the manifest");
            for item in items {
                let (kind, bytes) = bucket.get(&format!("ads/{}", text(&item["name"]))).await;
                assert_eq!(
                    (Digest::of(&bytes).to_string(), kind.as_str()),
                    (text(&item["hash"]), "image/jpeg"),
                    "{item}"
                );
            }
            let (_, manifest) = bucket.get(&format!("ads/manifest_{}.json", text(&release["id"]))).await;
            assert_eq!(Digest::of(&manifest).to_string(), text(&release["manifest_hash"]));

            // A task may be carried out twice; and nothing that stands there is ever written over.
            let name = text(&items[0]["name"]);
            let (_, bytes) = bucket.get(&format!("ads/{name}")).await;
            send(world, &name, bytes.clone()).await.expect("the same bytes are there already");
            let other = send(world, &name, Bytes::from_static(b"another ad")).await;
            let Err(Fault::GiveUp { reason }) = other else { panic!("{other:?}") };
            assert_eq!(reason, format!("other bytes stand under the name {name}"));
            assert_eq!(bucket.get(&format!("ads/{name}")).await.1, bytes, "what was published stays");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blobs_are_kept_in_a_bucket() {
    let bucket = Bucket::make().await;
    assert_eq!(std::env::var(ENDPOINT), Ok(bucket.server.clone()), "{ENDPOINT} must be the test server: {}", how());
    let keep = |config: &mut Config| config.blobs_url = format!("s3://{}/blobs", bucket.name);
    World::play_with(Database::Sqlite, keep, async |world| {
        let campaign = world.approved_campaign().await;
        world.release(&campaign).await.expect("all is sealed");
        world.run_until_idle().await;
        let ads = world.ads(&campaign).await;
        all_are(&ads, "published");

        let mut kept = BTreeSet::new();
        for key in bucket.keys().await {
            let (folder, name) = key.rsplit_once('/').expect("a key is a path");
            let (_, bytes) = bucket.get(&key).await;
            assert_eq!(Digest::of(&bytes).to_string(), name, "{key}");
            assert!(folder.starts_with("blobs/org_") && folder.ends_with(&name[..2]), "{key}");
            kept.insert(name.to_owned());
        }
        for ad in &ads {
            let hash = text(&ad["revision"]["hash"]);
            assert!(kept.contains(&hash), "{ad}");
            let path = format!("/revisions/{}/picture", text(&ad["revision"]["id"]));
            let picture = world.as_("producer").get_bytes(&path).await.expect("the picture is there");
            assert_eq!(Digest::of(&picture).to_string(), hash);
        }
    })
    .await;
}

/// Asks for a release to the bucket and waits for it. Answers it as it ended.
async fn publish(world: &World, campaign: &str) -> Value {
    let producer = world.as_("producer");
    let path = format!("/campaigns/{campaign}/releases");
    let release = producer.post(&path, &json!({ "destination": DESTINATION })).await.expect("all is sealed");
    world.run_until_idle().await;
    producer.get(&format!("/releases/{}", text(&release["id"]))).await.expect("the release is there")
}

async fn send(world: &World, name: &str, bytes: Bytes) -> Result<(), Fault> {
    let delivery =
        Delivery { name: name.to_owned(), mime: "image/jpeg".to_owned(), bytes, idempotency_key: name.to_owned() };
    world.destination(DESTINATION).deliver(delivery).await.map(drop)
}

fn how() -> String {
    "run `cargo xtask test`, or `cargo xtask s3 COMMAND`".to_owned()
}

/// A bucket of a test's own.
struct Bucket {
    server: String,
    name: String,
}

impl Bucket {
    /// An empty one on the test server, which there must be.
    async fn make() -> Bucket {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var(SERVER).unwrap_or_default();
        assert!(!server.is_empty(), "{SERVER} names no server; {}", how());
        let name = format!("galley-it-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let bucket = Bucket { server, name };
        bucket.ask(Method::PUT, "").await;
        bucket
    }

    /// Adds it to the destinations.
    fn publish_there(&self, config: &mut Config) {
        let settings = json!({
            "kind": "s3",
            "url": format!("s3://{}/ads", self.name),
            "endpoint": self.server,
            "region": "us-east-1",
            "access_key_id": "tests",
            "secret_access_key": "tests",
        });
        let Value::Object(settings) = settings else { unreachable!("it was written as an object") };
        config.destinations.insert(DESTINATION.to_owned(), settings);
    }

    /// An object's type and bytes.
    async fn get(&self, key: &str) -> (String, Bytes) {
        let answer = self.ask(Method::GET, &format!("/{key}")).await;
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        (kind.to_owned(), answer.bytes().await.expect("the answer is whole"))
    }

    /// The names of all objects.
    async fn keys(&self) -> Vec<String> {
        let listed = self.ask(Method::GET, "?list-type=2").await.text().await.expect("the answer is whole");
        let keys = listed.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
        keys.map(|(key, _)| key.to_owned()).collect()
    }

    async fn ask(&self, method: Method, path: &str) -> Response {
        let url = format!("{}/{}{path}", self.server, self.name);
        let request = reqwest::Client::new().request(method, &url).header("authorization", SIGNATURE);
        let answer = request.send().await.expect("the test server answers");
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        answer
    }
}
