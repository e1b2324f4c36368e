//! An approval covers the law around the picture, too: a new legal line breaks the seals of its market alone.

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::{ADS, Files};
use crate::desk::{all_are, text};
use crate::world::{World, both};

both!(a_new_legal_line_opens_its_market_again);

async fn a_new_legal_line_opens_its_market_again(world: &World) {
    let campaign = world.approved_campaign().await;
    let kit = Files::kit().with("brand.yaml", "Serviervorschlag. ©", "Symbolbild. ©");
    let path = format!("/brands/{}/kit", world.brand);
    world.as_("admin").upload(Method::PUT, &path, kit.uploads()).await.expect("the kit is right");

    let release = world.release(&campaign).await.expect("the other market is whole");
    let refused = release["refused"].as_array().expect("a list").clone();
    assert_eq!((&release["item_count"], refused.len()), (&json!(ADS / 2), ADS / 2), "{release}");
    assert!(refused.iter().all(|ad| ad["broken_by"] == json!(["the legal line"])), "{refused:?}");
    world.run_until_idle().await;
    let refused: Vec<String> = refused.iter().map(|ad| text(&ad["variant_id"])).collect();
    for ad in world.ads(&campaign).await {
        let is_german = ad["market"] == "de";
        assert_eq!(refused.contains(&text(&ad["id"])), is_german, "{ad}");
        assert_eq!(ad["state"], if is_german { "in_review" } else { "published" }, "{ad}");
    }

    // With the new line drawn and people's word on it, the rest goes out.
    let plan = world.plan(&campaign).await;
    // The kit is new, but what Britain's ads read of it is not.
    assert_eq!(plan["summary"]["steps"], json!({ "ad": ADS / 2, "checks": ADS / 2 }), "{plan}");
    world.launch(&plan).await;
    world.run_until_idle().await;
    assert_eq!(world.approve("brand_manager", &campaign, "creative").await, ADS / 2, "Britain's approvals stand");
    assert_eq!(world.approve("approver", &campaign, "market").await, ADS / 2);
    let release = world.release(&campaign).await.expect("all is sealed");
    assert_eq!((&release["item_count"], &release["refused"]), (&json!(ADS / 2), &json!([])));
    world.run_until_idle().await;
    let ads = world.ads(&campaign).await;
    let german: Vec<Value> = ads.into_iter().filter(|ad| ad["market"] == "de").collect();
    all_are(&german, "published");
}
