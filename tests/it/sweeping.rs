//! Rows that time alone has taken the meaning from go by themselves, by the program's own clock.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::text;
use crate::world::{World, both};

both!(what_is_over_is_swept_away);

/// Longer than a session lasts and than a request is remembered.
const AGES: Duration = Duration::from_secs(15 * 24 * 3_600);

async fn what_is_over_is_swept_away(world: &World) {
    let token = world.token(world.as_("admin")).await;
    let brand = |slug: &str| json!({ "slug": slug, "title": slug });
    assert_eq!(post_once(world, &token, &brand("one")).await.0, 201);
    let (status, answer) = post_once(world, &token, &brand("two")).await;
    assert_eq!((status, text(&answer["code"])), (422, "idempotency_key_reused".to_owned()), "{answer}");

    world.clock.advance(AGES);
    world.look_again().await;
    assert_eq!(world.expired_sessions().await, 0, "nobody is signed in any more");
    assert_eq!(post_once(world, &token, &brand("two")).await.0, 201, "the key is free again");
}

/// Makes a brand, always with the same idempotency key.
async fn post_once(world: &World, token: &str, body: &Value) -> (u16, Value) {
    let url = format!("{}/api/v1/brands", world.nobody().server());
    let request = reqwest::Client::new().request(Method::POST, url).header("authorization", token);
    let answer = request.header("idempotency-key", "the-only-one").json(body).send().await.expect("the server answers");
    (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
}
