//! `check`: the rules a finished ad must keep. Finds, never judges: people do.

use std::collections::BTreeMap;

use async_trait::async_trait;
use galley_checks::{BrandRules, Checked, Known, RULES_FILE, Sibling, Subject, Unchecked};
use galley_domain::asset::{AdFacts, Finding};
use galley_domain::catalog::Catalog;
use galley_domain::cell::Cell;
use galley_domain::copy_deck::ANY_MESSAGE;
use galley_domain::digest::Hasher;
use galley_domain::format::Mime;
use galley_domain::measures::Measures;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep, RepeatedLine};
use galley_domain::ports::Fault;
use galley_domain::product_feed::Offer;
use galley_domain::source::inline_schema;
use galley_domain::workflow::{InputKind, Step};
use galley_store::outputs::Output;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{StepKind, with};
use crate::Engine;
use crate::carry_out::StepContext;
use crate::finish::Made;
use crate::sources::{Sources, axis_of};

/// Looks finished ads over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// Groups of rules.
    rules: Vec<Group>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Group {
    Brand,
    Channel,
    Language,
    Legal,
}

impl Group {
    fn word(self) -> String {
        match self {
            Group::Brand => "brand",
            Group::Channel => "channel",
            Group::Language => "language",
            Group::Legal => "legal",
        }
        .to_owned()
    }
}

impl PlanStep for Check {
    fn version(&self) -> u32 {
        galley_checks::VERSION
    }

    fn lane(&self, _: &Step) -> String {
        "cpu".to_owned()
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let locale = cell.get("locale").unwrap_or_default();
        out.text("locale", locale);
        out.digest("legal", cx.kit.legal_digest(cell.get("market").unwrap_or_default()));
        // A rule looks for other markets' lines; the others lead to no finding here.
        for (market, line) in cx.kit.legal.iter().filter(|(market, _)| cx.quoted.contains(*market)) {
            out.text("market", market).text("line", line);
        }
        out.text("brand", &cx.kit.title);
        // Numbers, prices and names are held to how the place writes them.
        for (name, digest) in [
            ("locale facts", cx.catalog.locales.get(locale).map(|locale| locale.digest())),
            (
                "market facts",
                cell.get("market").and_then(|id| cx.catalog.markets.get(id)).map(|market| market.digest()),
            ),
        ] {
            if let Some(digest) = digest {
                out.digest(name, digest);
            }
        }
        for (term, spellings) in &cx.kit.glossary {
            if let Some(spelling) = spellings.get(locale) {
                out.text("term", term).text("spelling", spelling);
            }
        }
        if let Some(format) = cell.get("format").and_then(|id| cx.catalog.formats.get(id)) {
            for word in [&format.title, &format.source, &format.checked, &format.confidence] {
                out.text("format", word);
            }
            out.part("shown_width", &format.shown_width.unwrap_or_default().to_be_bytes());
        }
        for banned in &cx.kit.banned {
            if banned.locales.is_empty() || banned.locales.iter().any(|tag| tag == locale) {
                out.text("banned", &banned.word).text("why", &banned.why);
            }
        }
        if let Some(rules) = cx.kit_files.get(RULES_FILE) {
            out.digest("rules", *rules);
        }
        for rules in cx.skills.rules(step, cell.get("market")) {
            out.digest("skill", rules);
        }
        for sibling in siblings(cx, &|axis| cell.get(axis).map(str::to_owned)) {
            out.text("sibling", &sibling.locale);
            for (slot, text) in &sibling.texts {
                out.text(slot, text);
            }
        }
        if let Some(offer) = offer(cx, &|axis| cell.get(axis).map(str::to_owned)) {
            out.digest("offer", offer.digest());
        }
        // A colour that is drawn is held against all that the brand has; its nearest may be any of them.
        for (name, rgb) in &cx.kit.palette {
            out.part(name, rgb);
        }
        out.part("clear_space", &cx.kit.logo.clear_space.to_be_bytes());
        out.part("min_width_px", &cx.kit.logo.min_width_px.to_be_bytes());
        Vec::new()
    }

    fn estimate(&self, _: &PlanContext, _: &Step, _: &Cell) -> Estimate {
        Estimate::cpu(1, 5)
    }
}

#[async_trait]
impl StepKind for Check {
    fn name(&self) -> &'static str {
        "check"
    }

    fn with_schema(&self) -> serde_json::Value {
        inline_schema::<With>()
    }

    fn planner<'a>(&'a self, _: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(*self)
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let output = cx.needs.first().ok_or_else(|| Fault::give_up("nothing to check: no ad"))?;
        let catalog = &cx.engine.catalog;
        let ad = Ad { catalog, sources: cx.sources, step: cx.step, cell: &cx.task.cell, output };
        let market = cx.axis("market").unwrap_or_default();
        let rules = cx.sources.rules_of(cx.step, &market);
        let Checked { findings, unchecked } = ad.check(&rules).map_err(Fault::give_up)?;
        Ok(Made { facts: json!({ "findings": findings, "unchecked": unchecked }), ..Made::without_rate() })
    }
}

/// A finished ad and all that its checks look at: what was drawn, and what it was made from. Its picture is not needed.
pub(crate) struct Ad<'a> {
    pub catalog: &'a Catalog,
    pub sources: &'a Sources,
    /// The step that checks.
    pub step: &'a Step,
    /// As the ad's task has it.
    pub cell: &'a str,
    pub output: &'a Output,
}

impl Ad<'_> {
    fn axis(&self, name: &str) -> Option<String> {
        axis_of(self.catalog, self.cell, name)
    }

    /// What the rules find, the brand's being these.
    pub(crate) fn check(&self, rules: &BrandRules) -> Result<Checked, String> {
        let groups: Vec<String> = with::<With>(self.step).rules.iter().map(|g| g.word()).collect();
        let missing = |what: &str| format!("nothing to check: no {what}");
        let blob = self.output.blob("main").ok_or_else(|| missing("picture"))?;
        let part = |name: &str| self.output.facts.get(name).cloned();
        let facts: AdFacts = serde_json::from_value(self.output.facts.clone()).map_err(|_| missing("facts"))?;
        let expected = serde_json::from_value(part("expected").unwrap_or_else(|| json!({})));
        let expected = expected.map_err(|_| missing("expected texts"))?;
        let measures = part("measures").map(serde_json::from_value::<Measures>).transpose();
        let measures = measures.map_err(|_| missing("measures that can be read"))?;
        let format = self.axis("format").and_then(|id| self.catalog.formats.get(&id));
        let locale = self.axis("locale").and_then(|tag| self.catalog.locales.get(&tag));
        let market = self.axis("market").unwrap_or_default();
        let plan = self.sources.context(self.catalog);
        let format = format.ok_or_else(|| missing("format"))?;
        let siblings = siblings(&plan, &|axis| self.axis(axis));
        let known = Known {
            measures: measures.as_ref(),
            rules: Some(rules),
            siblings: Some(&siblings),
            shown_width: format.shown_width.map(|width| width as f32),
            density: Some(1),
            market: self.catalog.markets.get(&market),
            offer: offer(&plan, &|axis| self.axis(axis)),
            ..Known::default()
        };
        let subject = Subject {
            facts: &facts,
            format,
            locale: locale.ok_or_else(|| missing("locale"))?,
            kit: &self.sources.kit,
            market: &market,
            bytes: blob.bytes,
            mime: Mime::find(&blob.mime).ok_or_else(|| missing("file of a known type"))?,
            expected_slots: &expected,
            known,
        };
        Ok(galley_checks::check(&groups, &subject))
    }
}

/// What was found, as a check's facts have it.
pub(crate) fn findings(facts: &serde_json::Value) -> Vec<Finding> {
    let told = facts.get("findings").cloned();
    told.and_then(|told| serde_json::from_value(told).ok()).unwrap_or_default()
}

/// Rules that could not look at everything, as a check's facts have them.
pub fn unchecked(facts: &serde_json::Value) -> Vec<Unchecked> {
    let told = facts.get("unchecked").cloned();
    told.and_then(|told| serde_json::from_value(told).ok()).unwrap_or_default()
}

/// The offer that an ad shows, where its workflow has a feed along one of its axes.
fn offer<'a>(cx: &PlanContext<'a>, get: &dyn Fn(&str) -> Option<String>) -> Option<&'a Offer> {
    let market = get("market")?;
    cx.workflow.inputs.iter().find_map(|(input, spec)| {
        let axis = spec.axis.as_deref().filter(|_| spec.kind == InputKind::ProductFeed)?;
        cx.feeds.get(input)?.find(&get(axis)?, &market)
    })
}

/// The other languages' lines that are those of this ad, letter for letter: no others lead to a finding.
fn siblings(cx: &PlanContext<'_>, get: &dyn Fn(&str) -> Option<String>) -> Vec<Sibling> {
    let market = get("market").unwrap_or_default();
    let is_own = |line: &&RepeatedLine| {
        let item = get(&line.axis);
        let is_of_item = item.as_ref().map_or(line.item == ANY_MESSAGE, |item| *item == line.item);
        is_of_item && line.markets.contains_key(&market)
    };
    let mut found: BTreeMap<&String, Sibling> = BTreeMap::new();
    for line in cx.repeated.iter().filter(is_own) {
        for (other, locale) in line.markets.iter().filter(|(other, _)| **other != market) {
            let (market, locale) = (other.clone(), locale.clone());
            let sibling = found.entry(other).or_insert_with(|| Sibling { market, locale, texts: BTreeMap::new() });
            sibling.texts.insert(line.slot.clone(), line.text.clone());
        }
    }
    found.into_values().collect()
}
