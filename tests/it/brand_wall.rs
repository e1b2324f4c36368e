//! Brands of one organization are walled off from each other: what belongs to one may be asked for by its hash, and
//! only by its own people; and nothing that one has made is there for the other, even where both ask for the same.

use galley::client::Client;
use galley_domain::digest::Digest;
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{BRIEF, Files};
use crate::desk::text;
use crate::world::{World, both};

both!(what_belongs_to_a_brand_is_there_by_hash_for_its_people, brands_share_no_work);

const PASSWORD: &str = "another good staple";

async fn what_belongs_to_a_brand_is_there_by_hash_for_its_people(world: &World) {
    let campaign = world.approved_campaign().await;
    let release = text(&world.release(&campaign).await.expect("all is sealed")["id"]);
    world.run_until_idle().await;
    let mut hashes = hashes(world, &campaign).await;
    let release = world.as_("producer").get(&format!("/releases/{release}")).await.expect("the release is there");
    hashes.push(("manifest.json".to_owned(), text(&release["manifest_hash"])));
    let neighbour = Neighbour::arrive(world).await;
    let strangers = [world.token(&neighbour.producer).await, world.token(&world.stranger().await).await];
    let producer = world.token(world.as_("producer")).await;
    for (name, hash) in &hashes {
        let (status, kind, bytes) = media(world, hash, &producer).await;
        assert_eq!((status, Digest::of(&bytes).to_string()), (200, hash.clone()), "{name}");
        let expected = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "csv" => "text/csv",
            "svg" => "image/svg+xml",
            "yaml" => "application/octet-stream",
            "json" => "application/json",
            "png" => "image/png",
            _ => "image/jpeg",
        };
        assert_eq!(kind, expected, "{name}");
        for stranger in &strangers {
            assert_eq!(media(world, hash, stranger).await.0, 404, "{name}");
        }
    }
}

async fn brands_share_no_work(world: &World) {
    world.approved_campaign().await;
    let neighbour = Neighbour::arrive(world).await;
    neighbour.push_same_kit(world).await;
    let files = Files::tiny().with(BRIEF, "brand: ombrava", "brand: neighbour");
    let client = &neighbour.producer;
    let made = client.upload(Method::POST, "/campaigns", files.uploads()).await.expect("the brief is right");
    let path = format!("/campaigns/{}/plans", text(&made["id"]));
    let plan = client.post(&path, &json!({})).await.expect("the campaign is planned");
    let summary = &plan["summary"];
    assert_eq!((&summary["reused"], &summary["to_make"]), (&json!(0), &json!(24)), "{summary}");
}

/// Somebody who makes ads for another brand of the same organization.
struct Neighbour {
    producer: Client,
    brand: String,
}

impl Neighbour {
    async fn arrive(world: &World) -> Neighbour {
        let admin = world.as_("admin");
        let brand = json!({ "slug": "neighbour", "title": "Neighbour" });
        let brand = text(&admin.post("/brands", &brand).await.expect("an admin makes brands")["id"]);
        let (email, grants) = ("next@door.example", json!([{ "role": "producer", "brand_id": brand }]));
        let person = json!({ "name": "Next", "email": email, "password": PASSWORD, "grants": grants });
        admin.post("/people", &person).await.expect("an admin adds people");
        let producer = world.nobody().sign_in(email, PASSWORD).await.expect("the password is right");
        Neighbour { producer, brand }
    }

    /// A kit that says and shows the same.
    async fn push_same_kit(&self, world: &World) {
        let kit = Files::kit().with("brand.yaml", "brand: ombrava", "brand: neighbour");
        let path = format!("/brands/{}/kit", self.brand);
        world.as_("admin").upload(Method::PUT, &path, kit.uploads()).await.expect("the kit is right");
    }
}

/// Hashes that the API names to the brand's people, by what they are of.
async fn hashes(world: &World, campaign: &str) -> Vec<(String, String)> {
    let producer = world.as_("producer");
    let kit = producer.get(&format!("/brands/{}/kit", world.brand)).await.expect("the brand has a kit");
    let brief = producer.get(&format!("/campaigns/{campaign}/brief")).await.expect("the campaign has a brief");
    let files = [&kit["files"], &brief["files"]].into_iter().flat_map(|files| files.as_array().expect("a list"));
    let file = |file: &Value| (text(&file["path"]), text(&file["hash"]));
    let mut hashes: Vec<(String, String)> = files.map(file).collect();
    for ad in world.ads(campaign).await {
        hashes.push((text(&ad["id"]), text(&ad["revision"]["hash"])));
    }
    hashes
}

/// Status, type and bytes of a file by its hash.
async fn media(world: &World, hash: &str, authorization: &str) -> (u16, String, Vec<u8>) {
    let url = format!("{}/api/v1/media/{hash}", world.nobody().server());
    let request = reqwest::Client::new().get(url).header("authorization", authorization);
    let answer = request.send().await.expect("the server answers");
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    (status, kind, answer.bytes().await.expect("the answer is whole").to_vec())
}
