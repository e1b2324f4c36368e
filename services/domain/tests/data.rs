//! The data files that ship with Galley are right, and workflow schemas agree with the reader.
//! Step settings are not looked at here: the engine, which owns the step kinds, tests those.

use std::path::Path;

use galley_domain::brand_kit::BrandKit;
use galley_domain::brief::{Brief, Draft};
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::source::Document;
use galley_domain::workflow::{StepKindSpec, Workflow};
use serde_json::{Value, json};

const KINDS: [&str; 4] = ["adapt_copy", "generate_image", "compose", "check"];

fn kinds() -> Vec<StepKindSpec> {
    KINDS.map(|name| StepKindSpec { name, with_schema: json!({ "type": "object" }) }).into()
}

fn folder(path: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows").join(path);
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder of data is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("the file is inside").to_string_lossy().into_owned();
            found.push((name, std::fs::read(&path).expect("the file can be read")));
        }
    }
    found
}

fn catalog() -> Catalog {
    Catalog::parse(folder("").into_iter()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn formats_and_locales_are_right() {
    let catalog = catalog();
    assert!(catalog.formats.len() >= 12 && catalog.markets.len() >= 10, "there is enough for the demo");
    for market in catalog.markets.values() {
        let locale = catalog.find_locale_of(&market.id).expect("a market has a locale");
        locale.format_price(market, "1234").unwrap_or_else(|error| panic!("{}: {error}", market.id));
    }
}

#[test]
fn workflows_and_their_example_briefs_are_right() {
    let catalog = catalog();
    for name in ["global-launch", "social-refresh", "retail-offers"] {
        let bundle = Bundle::parse(folder(name)).unwrap_or_else(|problems| panic!("{problems}"));
        let workflow =
            Workflow::parse_bundle(&bundle, &kinds()).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert_eq!(workflow.name, name);
        check_brief("brief.example.yaml", &bundle, &workflow, &catalog);
    }
}

#[test]
fn the_demo_is_right() {
    let catalog = catalog();
    let kit = Bundle::parse(folder("demo/brand")).unwrap_or_else(|problems| panic!("{problems}"));
    let kit = BrandKit::parse(&kit, Some(&catalog)).unwrap_or_else(|problems| panic!("{problems}"));
    let workflow = Bundle::parse(folder("global-launch")).unwrap_or_else(|problems| panic!("{problems}"));
    let workflow = Workflow::parse_bundle(&workflow, &kinds()).unwrap_or_else(|problems| panic!("{problems}"));
    let files = Bundle::parse(folder("demo")).unwrap_or_else(|problems| panic!("{problems}"));
    let brief = check_brief("brief.yaml", &files, &workflow, &catalog);
    assert_eq!(brief.brand, kit.brand);
}

fn check_brief(name: &str, files: &Bundle, workflow: &Workflow, catalog: &Catalog) -> Brief {
    let text = files.get_text(name).unwrap_or_else(|problem| panic!("{problem}"));
    let draft = Draft::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
    // Pictures are looked at by the composer.
    let read = draft.check_whole(catalog, Some(workflow), files, &|_, _| None);
    read.unwrap_or_else(|problems| panic!("{problems}")).brief
}

#[test]
fn the_schema_for_editors_agrees_with_the_reader() {
    let mut kinds = kinds();
    kinds[2].with_schema = json!({
        "type": "object",
        "properties": { "layout": { "type": "string" } },
        "required": ["layout"],
        "additionalProperties": false,
    });
    let schema = jsonschema::validator_for(&Workflow::schema(&kinds)).expect("the schema is a schema");
    let text = |with: &str| {
        format!(
            "workflow: a\nversion: 1\ntitle: A\naxes: [market]\nsteps:\n  ad: {{ kind: compose, per: [market]{with} }}\n\
             review: [ {{ stage: one, on: ad, ask: {{ role: legal }} }} ]\n"
        )
    };
    for (with, is_right) in [
        (", with: { layout: layouts/hero }", true),
        (", with: { layuot: layouts/hero }", false),
        ("", false),
        (", wit: {}", false),
    ] {
        let text = text(with);
        let value: Value = Document::parse_yaml("workflow.yaml", &text).expect("the syntax is right").value;
        assert_eq!(schema.is_valid(&value), is_right, "schema: {text}");
        assert_eq!(Workflow::parse("workflow.yaml", &text, &kinds).is_ok(), is_right, "reader: {text}");
    }
}
