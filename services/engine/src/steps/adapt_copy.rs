//! `adapt_copy`: the lines of one message in one locale, from the copy deck and the product feed.
//! A line that nobody wrote is a named gap; it is never made up.

mod repeated;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use galley_domain::catalog::Catalog;
use galley_domain::cell::Cell;
use galley_domain::copy_deck::{ANY_MESSAGE, CopyDeck, Line};
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep};
use galley_domain::ports::Fault;
use galley_domain::product_feed::{Offer, ProductFeed};
use galley_domain::source::inline_schema;
use galley_domain::workflow::{Step, Workflow};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{StepKind, with};
use crate::Engine;
use crate::carry_out::StepContext;
use crate::finish::Made;

pub(crate) use repeated::repeated;

const NAME: &str = "adapt_copy";
/// The axis whose values are the deck's messages.
const MESSAGE: &str = "message";

/// Takes lines from the copy deck and prices from a feed.
#[derive(Debug, Clone, Copy)]
pub(super) struct AdaptCopy;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// The slots to fill from the copy deck.
    slots: Vec<String>,
    /// Those of them that may stay empty.
    #[serde(default)]
    optional: Vec<String>,
    /// Skills that guide a backend where the deck has no line.
    #[serde(default)]
    #[allow(dead_code, reason = "read by planning through the schema; no backend writes copy yet")]
    skills: Vec<String>,
    /// A product feed whose title, price, was_price and unit become slots.
    feed: Option<String>,
}

/// The slots of a workflow that may stay empty.
pub(super) fn optional_slots(workflow: &Workflow) -> BTreeSet<String> {
    let steps = workflow.steps.iter().filter(|step| step.kind == NAME);
    steps.flat_map(|step| with::<With>(step).optional).collect()
}

/// The lines of a cell, or what is missing.
struct Lines {
    slots: BTreeMap<String, Line>,
    offer: Option<BTreeMap<String, String>>,
    gaps: Vec<Gap>,
}

fn lines(cx: &PlanContext, step: &Step, get: &dyn Fn(&str) -> Option<String>) -> Lines {
    let with: With = with(step);
    let locale = get("locale").unwrap_or_default();
    let message = get(MESSAGE).unwrap_or_else(|| ANY_MESSAGE.to_owned());
    let deck: Option<(&String, &CopyDeck)> = cx.decks.iter().next();
    let mut found = Lines { slots: BTreeMap::new(), offer: None, gaps: Vec::new() };
    for slot in &with.slots {
        let Some((input, deck)) = deck else { continue };
        match deck.line(&message, slot, &locale, &cx.brief.fallback) {
            Ok(line) => {
                found.slots.insert(slot.clone(), line);
            }
            Err(_) if with.optional.contains(slot) => {}
            Err(gap) => {
                found.gaps.push(Gap { input: input.clone(), slot: gap.slot, locale: gap.locale, item: gap.message })
            }
        }
    }
    if let Some((market, offer)) = offer(cx, &with, get) {
        found.offer = Some(offer_slots(cx.catalog, &market, offer));
    }
    found
}

fn offer<'a>(cx: &'a PlanContext, with: &With, get: &dyn Fn(&str) -> Option<String>) -> Option<(String, &'a Offer)> {
    let feed = with.feed.as_ref()?;
    let axis = cx.workflow.inputs.get(feed)?.axis.as_deref()?;
    let market = get("market")?;
    let offer = cx.feeds.get(feed)?.find(&get(axis)?, &market)?;
    Some((market, offer))
}

/// Every text that such a step may take from these tables, for any cell.
pub(crate) fn texts(
    catalog: &Catalog,
    decks: &BTreeMap<String, CopyDeck>,
    feeds: &BTreeMap<String, ProductFeed>,
) -> Vec<String> {
    let lines = decks.values().flat_map(CopyDeck::texts).map(str::to_owned);
    let offers = feeds.values().flat_map(ProductFeed::offers);
    lines.chain(offers.flat_map(|(market, offer)| offer_slots(catalog, market, offer).into_values())).collect()
}

/// What an offer says, its prices as the market writes them.
fn offer_slots(catalog: &Catalog, market: &str, offer: &Offer) -> BTreeMap<String, String> {
    let price = |amount: &str| {
        let locale = catalog.find_locale_of(market)?;
        locale.format_price(catalog.markets.get(market)?, amount).ok()
    };
    let mut slots = BTreeMap::from([("title".to_owned(), offer.title.clone())]);
    // Reading the feed refused every price that cannot be written: none is lost here.
    slots.extend(price(&offer.price).map(|text| ("price".to_owned(), text)));
    let was = offer.was_price.as_deref().and_then(price);
    slots.extend(was.map(|text| ("was_price".to_owned(), text)));
    slots.extend(offer.unit.clone().map(|text| ("unit".to_owned(), text)));
    slots
}

impl PlanStep for AdaptCopy {
    fn version(&self) -> u32 {
        1
    }

    fn lane(&self, _: &Step) -> String {
        "cpu".to_owned()
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let found = lines(cx, step, &|axis| cell.get(axis).map(str::to_owned));
        out.text("locale", cell.get("locale").unwrap_or_default());
        for (slot, line) in &found.slots {
            out.text(slot, &line.text).text("from", &line.from_locale);
        }
        for (slot, text) in found.offer.iter().flatten() {
            out.text("offer", slot).text(slot, text);
        }
        found.gaps
    }

    fn estimate(&self, _: &PlanContext, _: &Step, _: &Cell) -> Estimate {
        Estimate::cpu(1, 5)
    }
}

#[async_trait]
impl StepKind for AdaptCopy {
    fn name(&self) -> &'static str {
        NAME
    }

    fn with_schema(&self) -> serde_json::Value {
        inline_schema::<With>()
    }

    fn planner<'a>(&'a self, _: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(*self)
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let found = lines(&cx.plan(), cx.step, &|axis| cx.axis(axis));
        if let Some(gap) = found.gaps.first() {
            let reason = format!("no line for {} of {} in {}", gap.slot, gap.item, gap.locale);
            return Err(Fault::GiveUp { reason });
        }
        let from: BTreeMap<&String, &String> =
            found.slots.iter().map(|(slot, line)| (slot, &line.from_locale)).collect();
        let mut slots: BTreeMap<&String, &String> = found.slots.iter().map(|(slot, line)| (slot, &line.text)).collect();
        slots.extend(found.offer.iter().flatten());
        let facts = json!({ "locale": cx.axis("locale"), "slots": slots, "from": from });
        Ok(Made { facts, ..Made::without_rate() })
    }
}
