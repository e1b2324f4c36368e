//! One table of cases that every destination passes. A real S3 server is not here but in `tests/it`.

use bytes::Bytes;
use galley_domain::ports::{Delivery, Fault, Receipt};
use object_store::ObjectStoreExt;
use object_store::memory::InMemory;
use object_store::path::Path;

use super::*;

/// A destination and a way to look into it.
struct Bench {
    destination: Arc<dyn Destination>,
    place: Place,
}

enum Place {
    Folder(tempfile::TempDir),
    Bucket(Arc<InMemory>),
}

impl Bench {
    fn all() -> Vec<Bench> {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let settings = json!({ "kind": "folder", "path": dir.path().join("out") });
        let Value::Object(settings) = settings else { unreachable!() };
        let folder = open("folder", settings).expect("the settings are right");
        let bucket = |is_conditional| {
            let store = Arc::new(InMemory::new());
            let place = ("ads".to_owned(), "spring".to_owned());
            let destination = Arc::new(s3::S3::over("s3", store.clone(), place, is_conditional));
            Bench { destination, place: Place::Bucket(store) }
        };
        vec![Bench { destination: folder, place: Place::Folder(dir) }, bucket(true), bucket(false)]
    }

    async fn deliver(&self, name: &str, bytes: &'static [u8]) -> Result<Receipt, Fault> {
        let delivery = Delivery {
            name: name.to_owned(),
            mime: "image/png".to_owned(),
            bytes: Bytes::from_static(bytes),
            idempotency_key: name.to_owned(),
        };
        self.destination.deliver(delivery).await
    }

    async fn read(&self, name: &str) -> Vec<u8> {
        match &self.place {
            Place::Folder(dir) => std::fs::read(dir.path().join("out").join(name)).expect("it was delivered"),
            Place::Bucket(store) => {
                let path = Path::parse(format!("spring/{name}")).expect("a name of the table");
                let found = store.get(&path).await.expect("it was delivered");
                found.bytes().await.expect("it is in memory").to_vec()
            }
        }
    }
}

/// Deliveries in a row under the names and with the bytes given; whether each arrives.
const CASES: &[&[(&str, &[u8], bool)]] = &[
    &[("a.png", b"one", true)],
    &[("de/morning/a.png", b"one", true), ("de/morning/b.png", b"two", true)],
    // Again: the same bytes are no error, others are, and the first stay.
    &[("a.png", b"one", true), ("a.png", b"one", true)],
    &[("a.png", b"one", true), ("a.png", b"two", false), ("a.png", b"longer", false)],
    &[("a.png", b"", true), ("a.png", b"", true)],
    &[("朝_300x250_r1.jpg", b"one", true)],
    // Tricks with names.
    &[("../a.png", b"one", false)],
    &[("/etc/a.png", b"one", false)],
    &[("a//b.png", b"one", false)],
    &[("", b"one", false)],
    &[("a\\b.png", b"one", false)],
];

#[tokio::test]
async fn every_destination_keeps_the_contract() {
    for case in CASES {
        for bench in Bench::all() {
            for (name, bytes, is_delivered) in *case {
                let answer = bench.deliver(name, bytes).await;
                match (&answer, is_delivered) {
                    (Ok(receipt), true) => assert!(receipt.location.ends_with(name), "{receipt:?}"),
                    (Err(Fault::GiveUp { .. }), false) => {}
                    _ => panic!("{}: {name}: {answer:?}", bench.destination.name()),
                }
            }
            for (index, (name, bytes, is_delivered)) in case.iter().enumerate() {
                if *is_delivered && case[..index].iter().all(|(earlier, ..)| earlier != name) {
                    assert_eq!(bench.read(name).await, *bytes);
                }
            }
        }
    }
}

#[tokio::test]
async fn many_writers_of_one_name_leave_one_whole_file() {
    for bench in Bench::all() {
        let writes = (0..16).map(|_| bench.deliver("x/a.png", &[7; 100_000]));
        for answer in futures::future::join_all(writes).await {
            answer.expect("all of them write the same");
        }
        assert_eq!(bench.read("x/a.png").await, [7; 100_000]);
        if let Place::Folder(dir) = &bench.place {
            let names = std::fs::read_dir(dir.path().join("out/x")).expect("it is there").count();
            assert_eq!(names, 1, "no part is left");
        }
    }
}

#[tokio::test]
async fn what_killed_workers_left_of_a_delivery_goes_with_it() {
    let bench = Bench::all().remove(0);
    let Place::Folder(dir) = &bench.place else { unreachable!() };
    let out = dir.path().join("out");
    std::fs::create_dir_all(&out).expect("a folder");
    let key = galley_domain::digest::Digest::of(b"a.png").to_string();
    let left = |number: u32| out.join(format!(".galley-part-{}-{number}", &key[..16]));
    let others = out.join(".galley-part-0123456789abcdef-0");
    // Killed twice while writing, and once between the link and the clearing.
    for round in [vec![left(0), left(1), others.clone()], vec![left(0)]] {
        for part in &round {
            std::fs::write(part, b"on").expect("can be written");
        }
        bench.deliver("a.png", b"one").await.expect("arrives");
        assert!(!left(0).exists() && !left(1).exists() && !left(2).exists());
        assert_eq!(bench.read("a.png").await, b"one");
        assert!(others.exists(), "another delivery's is left alone");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_does_not_lead_out_of_the_folder() {
    let bench = Bench::all().remove(0);
    let Place::Folder(dir) = &bench.place else { unreachable!() };
    std::fs::create_dir_all(dir.path().join("out")).expect("a folder");
    std::os::unix::fs::symlink(dir.path(), dir.path().join("out/up")).expect("a link");
    let answer = bench.deliver("up/a.png", b"one").await;
    assert!(matches!(answer, Err(Fault::GiveUp { .. })), "{answer:?}");
    assert!(!dir.path().join("a.png").exists());
}

#[test]
fn wrong_settings_are_told() {
    let cases = [
        (json!({}), "kind: expected folder or s3"),
        (json!({ "kind": "ftp" }), "kind: expected folder or s3"),
        (json!({ "kind": "folder", "path": "" }), "path: is empty"),
        (json!({ "kind": "folder", "pth": "x" }), "kind: unknown field `pth`, expected `path`"),
        (json!({ "kind": "s3", "url": "http://x" }), "url: expected s3://bucket or s3://bucket/prefix"),
        (json!({ "kind": "s3", "url": "s3://x/../y" }), "url: expected s3://bucket or s3://bucket/prefix"),
    ];
    for (settings, expected) in cases {
        let Value::Object(settings) = settings else { unreachable!() };
        let error = open("x", settings).err().expect("the settings are wrong");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn every_kind_has_a_schema_that_refuses_unknown_fields() {
    for kind in kinds() {
        let schema = find_schema(kind).expect("a kind of the list");
        assert_eq!(schema["additionalProperties"], false, "{kind}");
    }
}
