//! A campaign as large as they come: 50 markets × 40 messages × 50 formats, with a deck that has a line for every
//! cell of market and message. The workflow and the brand kit are those that come with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use galley_domain::access::{Access, Actor, Grant, Role};
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::ids::CampaignId;
use galley_engine::Engine;
use galley_engine::actions::create_brand::create_brand;
use galley_engine::actions::create_campaign::create_campaign;
use galley_engine::actions::create_organization::{NewOrganization, create_organization};
use galley_engine::actions::push_brand_kit::push_brand_kit;
use galley_engine::actions::push_workflow::push_workflow;
use galley_engine::actions::upload::BriefUpload;

use crate::workflows::Workflows;

const MARKETS: usize = 50;
const MESSAGES: usize = 40;
const FORMATS: usize = 50;
/// As many as the brief spans.
pub const VARIANTS: usize = MARKETS * MESSAGES * FORMATS;
pub const EMAIL: &str = "bench@galley.example";
pub const PASSWORD: &str = "measure-twice-cut-once";

const BRAND: &str = "ombrava";
const WORKFLOW: &str = "global-launch";
const PRODUCT: &str = "cup.png";
const DECK: &str = "copy.csv";
const SLOTS: [(&str, u32); 3] = [("headline", 40), ("subline", 60), ("cta", 20)];

/// A campaign and somebody who may do everything with it.
pub struct Campaign {
    pub id: CampaignId,
    pub access: Access,
    text: String,
    locales: Vec<String>,
}

impl Campaign {
    /// Makes the organization, the brand and the campaign with its brief.
    pub async fn make(engine: &Engine) -> Result<Campaign> {
        let access = arrive(engine).await?;
        let workflows = Workflows::open("")?;
        let demo = workflows.folder("demo")?;
        push_workflow(engine, &access, WORKFLOW, workflows.folder(WORKFLOW)?).await?;
        let brand = create_brand(engine, &access, BRAND, "Bench").await?;
        let kit = demo.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("brand/")?, bytes.clone())));
        push_brand_kit(engine, &access, brand, Bundle::parse(kit)?).await?;

        let (text, locales) = brief(&engine.catalog)?;
        let product = demo.find(PRODUCT).context("the demo has no product picture")?;
        let files = BTreeMap::from([
            (PRODUCT.to_owned(), Bytes::copy_from_slice(product)),
            (DECK.to_owned(), deck(&locales, None)),
        ]);
        let id = create_campaign(engine, &access, BriefUpload { text: text.clone(), files }).await?;
        Ok(Campaign { id, access, text, locales })
    }

    /// The brief with one line of its deck changed: that of one message in one market.
    pub fn with_changed_line(&self) -> BriefUpload {
        let files = BTreeMap::from([(DECK.to_owned(), deck(&self.locales, Some("One changed line")))]);
        BriefUpload { text: self.text.clone(), files }
    }
}

async fn arrive(engine: &Engine) -> Result<Access> {
    let new = NewOrganization {
        slug: "bench".to_owned(),
        title: "Bench".to_owned(),
        admin_email: EMAIL.to_owned(),
        admin_name: "Bench".to_owned(),
        admin_password: PASSWORD.to_owned(),
    };
    let (organization, person) = create_organization(engine, new).await?;
    let grant = |role| Grant { role, brand: None, market: None };
    Ok(Access {
        organization,
        actor: Actor::Person(person),
        grants: vec![grant(Role::Admin), grant(Role::Producer)],
        campaign: None,
        token_may: None,
    })
}

/// The brief's text and the locales its markets read. No two markets share one, so that a line is one market's.
fn brief(catalog: &Catalog) -> Result<(String, Vec<String>)> {
    let mut locales: BTreeSet<&str> = BTreeSet::new();
    let own = catalog.markets.iter().filter(|(_, market)| locales.insert(market.locale.as_str()));
    let own: Vec<_> = own.take(MARKETS).collect();
    let markets: Vec<&str> = own.iter().map(|(id, _)| id.as_str()).collect();
    let locales: Vec<String> = own.iter().map(|(_, market)| market.locale.clone()).collect();
    let formats: Vec<&str> = catalog.formats.keys().take(FORMATS).map(String::as_str).collect();
    ensure!(markets.len() == MARKETS && formats.len() == FORMATS, "the catalog is too small");

    let mut text = format!("campaign: bench\ntitle: Bench\nbrand: {BRAND}\nworkflow: {WORKFLOW}\n");
    writeln!(text, "markets: [{}]", markets.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", "))?;
    writeln!(text, "messages:")?;
    for message in 0..MESSAGES {
        writeln!(
            text,
            "  - {{ id: m{message}, title: Message {message}, scene: \"a table by the window, {message}\" }}"
        )?;
    }
    writeln!(text, "formats: [{}]", formats.join(", "))?;
    writeln!(text, "inputs: {{ product: {PRODUCT}, copy: {DECK} }}")?;
    writeln!(text, "starts: 2026-12-01\nends: 2027-01-31")?;
    writeln!(text, "budget: {{ amount: \"1000.00\", currency: EUR, hard: true }}")?;
    writeln!(text, "sensitivity: normal\nregulated: false")?;
    writeln!(text, "rights:\n  - {{ ingredient: product, holder: Bench, licence: CC0 }}")?;
    Ok((text, locales))
}

/// The deck; `changed` replaces the first line of the first locale.
fn deck(locales: &[String], changed: Option<&str>) -> Bytes {
    let mut text = format!("message,slot,max_chars,{}\n", locales.join(","));
    for message in 0..MESSAGES {
        for (slot, most) in SLOTS {
            text.push_str(&format!("m{message},{slot},{most}"));
            for (at, locale) in locales.iter().enumerate() {
                let is_first = at == 0 && message == 0 && slot == SLOTS[0].0;
                match changed.filter(|_| is_first) {
                    Some(line) => text.push_str(&format!(",{line}")),
                    None => text.push_str(&format!(",{slot} {message} {locale}")),
                }
            }
            text.push('\n');
        }
    }
    text.into()
}
