//! `transcreate`: the lines of one message in a locale that the copy deck does not have: adapted from another locale's by a
//! backend, with the brand's terms and length limits, and with what the reviewer needs to judge a language they do not
//! read. The deck's own lines go first; prices, claims and legal lines are people's and stay gaps.

use std::collections::BTreeMap;

use async_trait::async_trait;
use galley_domain::cell::Cell;
use galley_domain::copy_deck::{ANY_MESSAGE, may_fall_back};
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep};
use galley_domain::ports::{Fault, Request, Work};
use galley_domain::source::inline_schema;
use galley_domain::workflow::{Step, Workflow};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::asking::{self, Asked};
use super::wording::{self, Manners, Wanted};
use super::{StepKind, with};
use crate::Engine;
use crate::carry_out::StepContext;
use crate::finish::Made;

const NAME: &str = "transcreate";

/// Has a backend adapt lines to a locale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Transcreate;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// The slots to fill.
    slots: Vec<String>,
    /// Those of them that may stay empty.
    #[serde(default)]
    optional: Vec<String>,
    /// The locale whose lines are adapted where the deck has none of its own.
    from: String,
    /// Which backend adapts them.
    backend: String,
    /// The backend that does it where the first one cannot.
    #[serde(default)]
    fallback: Option<String>,
    /// What only one adapter understands, by its word.
    #[serde(default)]
    options: BTreeMap<String, Value>,
}

/// The slots of a workflow that may stay empty.
pub(super) fn optional_slots(workflow: &Workflow) -> Vec<String> {
    let steps = workflow.steps.iter().filter(|step| step.kind == NAME);
    steps.flat_map(|step| with::<With>(step).optional).collect()
}

/// The lines of a cell: the deck's own, those to adapt, and what is missing.
#[derive(Default)]
struct Lines {
    own: BTreeMap<String, String>,
    wanted: Vec<Wanted>,
    gaps: Vec<Gap>,
}

fn lines(cx: &PlanContext, with: &With, get: &dyn Fn(&str) -> Option<String>) -> Lines {
    let (locale, message) = (get("locale").unwrap_or_default(), message(get));
    let mut found = Lines::default();
    let Some((input, deck)) = cx.decks.iter().next() else { return found };
    let none = BTreeMap::new();
    for slot in &with.slots {
        let own = deck.line(&message, slot, &locale, &none);
        let source = deck.line(&message, slot, &with.from, &none);
        match (own, source) {
            (Ok(line), _) => drop(found.own.insert(slot.clone(), line.text)),
            (Err(_), Ok(line)) if may_fall_back(slot) => {
                found.wanted.push(Wanted { slot: slot.clone(), source: Some(line.text), max_chars: line.max_chars });
            }
            _ if with.optional.contains(slot) => {}
            (Err(gap), _) => {
                found.gaps.push(Gap { input: input.clone(), slot: gap.slot, locale: gap.locale, item: gap.message });
            }
        }
    }
    found
}

fn message(get: &dyn Fn(&str) -> Option<String>) -> String {
    get("message").unwrap_or_else(|| ANY_MESSAGE.to_owned())
}

fn request(cx: &PlanContext, step: &Step, wanted: &[Wanted], get: &dyn Fn(&str) -> Option<String>) -> Request {
    let with: With = with(step);
    let (locale, message) = (&get("locale").unwrap_or_default(), &message(get));
    let manners = Manners { kit: cx.kit, locale, is_explained: true };
    let about = cx.brief.find_message(message).map(|message| message.title.clone()).unwrap_or_default();
    let instruction = format!(
        "Adapt these lines of an advertisement of {} from {} so that they work for readers there as they do for those of \
         the source: the idea, not the words. The message: {about}\n{}",
        cx.kit.title,
        with.from,
        manners.told(wanted)
    );
    let instruction = asking::with_skills(cx, step, get("market").as_deref(), instruction);
    Request {
        policy: asking::policy(cx.brief),
        options: with.options,
        ..Request::new(String::new(), Work::Text, instruction)
    }
}

struct Planner<'a> {
    engine: &'a Engine,
}

impl PlanStep for Planner<'_> {
    fn version(&self) -> u32 {
        1
    }

    fn lane(&self, step: &Step) -> String {
        asking::lane(self.engine, &with::<With>(step).backend)
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let with: With = with(step);
        let get = |axis: &str| cell.get(axis).map(str::to_owned);
        let found = lines(cx, &with, &get);
        let locale = get("locale").unwrap_or_default();
        out.text("locale", &locale);
        for (slot, text) in &found.own {
            out.text(slot, text);
        }
        if !found.wanted.is_empty() {
            // All that it is told: the lines, the brand's words, the limits.
            out.text("asked", &request(cx, step, &found.wanted, &get).instruction());
            if let Some(model) = self.engine.backends.get(&with.backend).and_then(|backend| backend.model()) {
                out.text("model", model);
            }
        }
        found.gaps
    }

    fn estimate(&self, cx: &PlanContext, step: &Step, cell: &Cell) -> Estimate {
        let with: With = with(step);
        let get = |axis: &str| cell.get(axis).map(str::to_owned);
        let found = lines(cx, &with, &get);
        if found.wanted.is_empty() {
            return Estimate::cpu(1, 5);
        }
        let request = request(cx, step, &found.wanted, &get);
        asking::estimate(self.engine, &with.backend, &request)
    }
}

#[async_trait]
impl StepKind for Transcreate {
    fn name(&self) -> &'static str {
        NAME
    }

    fn with_schema(&self) -> Value {
        inline_schema::<With>()
    }

    fn lacks(&self, engine: &Engine, step: &Step) -> Option<String> {
        asking::lacks(engine, &step.name, &with::<With>(step).backend, Work::Text)
    }

    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(Planner { engine })
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let with: With = with(cx.step);
        let (plan, get) = (cx.plan(), |axis: &str| cx.axis(axis));
        let Lines { own, wanted, gaps } = lines(&plan, &with, &get);
        if let Some(gap) = gaps.first() {
            return Err(Fault::give_up(format!("no line for {} of {} in {}", gap.slot, gap.item, gap.locale)));
        }
        let locale = get("locale").unwrap_or_default();
        let mut slots = own.clone();
        let from = |slot: &String| if own.contains_key(slot) { locale.clone() } else { with.from.clone() };
        if wanted.is_empty() || cx.preview.is_some() {
            // A preview asks nobody: it shows the lines that would be adapted.
            slots.extend(wanted.iter().filter_map(|line| Some((line.slot.clone(), line.source.clone()?))));
            let from: BTreeMap<&String, String> = slots.keys().map(|slot| (slot, from(slot))).collect();
            let facts = json!({ "locale": locale, "slots": slots, "from": from });
            return Ok(Made { facts, ..Made::without_rate() });
        }
        let manners = Manners { kit: plan.kit, locale: &locale, is_explained: true };
        let mut request = request(&plan, cx.step, &wanted, &get);
        request.key = cx.task.key.to_string();
        let asked = (with.backend.as_str(), with.fallback.as_deref());
        let (written, Asked { made_by, generated, fallback }) =
            wording::ask(cx, asked, request, &manners, &wanted).await?;
        let mut made = asking::made(&generated, fallback);
        let mut notes = Map::new();
        for line in &wanted {
            let Some(written) = written.get(&line.slot) else { continue };
            slots.insert(line.slot.clone(), written.text.clone());
            notes.insert(
                line.slot.clone(),
                json!({
                    "source": line.source, "back_translation": written.back_translation, "rationale": written.rationale,
                }),
            );
        }
        let from: BTreeMap<&String, String> = slots.keys().map(|slot| (slot, from(slot))).collect();
        made.facts = json!({
            "locale": locale, "slots": slots, "from": from, "transcreated": notes, "made_by": made_by,
            "model": made.model,
        });
        Ok(made)
    }
}
