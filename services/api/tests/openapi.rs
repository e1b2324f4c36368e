//! The committed OpenAPI document is the one the handlers describe, and keeps its own rules.
//! `UPDATE_EXPECT=1` rewrites it. What endpoints do is tested elsewhere, through the real program.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(&galley_api::openapi_json()).expect("the document is JSON")
}

/// Method, path and operation of every endpoint.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("there are paths");
    let mut found = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path has operations") {
            found.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    found
}

#[test]
fn the_committed_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let made = galley_api::openapi_json();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &made).expect("the crate's folder can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = kept.lines().zip(made.lines()).position(|(kept, made)| kept != made);
    assert!(kept == made, "openapi.json differs from line {difference:?}: run with UPDATE_EXPECT=1");
}

#[test]
fn operations_are_named_verb_and_resource_once() {
    const VERBS: [&str; 23] = [
        "list", "get", "create", "update", "delete", "push", "set", "approve", "launch", "cancel", "pause", "resume",
        "retry", "watch", "export", "import", "find", "revoke", "draw", "refuse", "quote", "publish", "retire",
    ];
    let document = document();
    let mut seen = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        let verb = id.split('_').next().unwrap_or_default();
        assert!(VERBS.contains(&verb) && id.contains('_'), "{method} {path} is called {id:?}");
        assert!(operation["summary"].is_string(), "{id} has no summary");
        assert!(seen.insert(id.clone()), "{id} is there twice");
    }
    assert!(seen.len() >= 50, "only {} operations", seen.len());
}

#[test]
fn every_schema_that_is_named_is_there() {
    let document = document();
    let text = document.to_string();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap_or_default();
        assert!(document["components"]["schemas"][name].is_object(), "there is no schema {name}");
    }
}

#[test]
fn every_answer_may_be_a_problem_and_only_three_are_public() {
    let document = document();
    let mut public = Vec::new();
    for (_, path, operation) in operations(&document) {
        assert!(operation["responses"]["default"].is_object(), "{path} tells nothing of problems");
        if operation["security"].as_array().is_some_and(|list| list.iter().all(|one| *one == serde_json::json!({}))) {
            public.push(operation["operationId"].as_str().unwrap_or_default().to_owned());
        }
    }
    public.sort();
    assert_eq!(public, ["create_guest_session", "create_session", "get_openapi"]);
}
