//! `generate_text`: lines that nobody wrote, from a prompt of the workflow. Each has a limit; prices, claims and legal lines
//! are never among them. What comes out stands in the ad like any line, and is reviewed like any.

use std::collections::BTreeMap;

use async_trait::async_trait;
use galley_domain::cell::Cell;
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep};
use galley_domain::ports::{Fault, Request, Work};
use galley_domain::source::inline_schema;
use galley_domain::workflow::Step;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::asking::{self, Asked};
use super::generate_image::values;
use super::wording::{self, Manners, Wanted};
use super::{StepKind, with};
use crate::Engine;
use crate::carry_out::StepContext;
use crate::finish::Made;

const NAME: &str = "generate_text";

/// Has a backend write lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct GenerateText;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// A prompt template in the workflow's folder: what the lines are about.
    prompt: String,
    /// The slots to fill, and the most characters each may have, wide ones counted twice.
    slots: BTreeMap<String, Room>,
    /// Which backend writes them.
    backend: String,
    /// The backend that does it where the first one cannot.
    #[serde(default)]
    fallback: Option<String>,
    /// What only one adapter understands, by its word.
    #[serde(default)]
    options: BTreeMap<String, Value>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Room {
    /// Most characters.
    #[schemars(range(min = 1, max = 2000))]
    max_chars: u32,
}

impl With {
    fn wanted(&self) -> Vec<Wanted> {
        let wanted = |(slot, room): (&String, &Room)| Wanted {
            slot: slot.clone(),
            source: None,
            max_chars: Some(room.max_chars),
        };
        self.slots.iter().map(wanted).collect()
    }
}

/// What is asked of the backend for a cell.
fn request(cx: &PlanContext, step: &Step, get: &dyn Fn(&str) -> Option<String>) -> Result<Request, String> {
    let with: With = with(step);
    let locale = get("locale").unwrap_or_default();
    let prompt = asking::template(cx.bundle, &with.prompt)?.render(&values(cx, get))?;
    let prompt = asking::with_skills(cx, step, get("market").as_deref(), prompt);
    let manners = Manners { kit: cx.kit, locale: &locale, is_explained: false };
    let instruction = format!("{prompt}\n\n{}", manners.told(&with.wanted()));
    Ok(Request {
        policy: asking::policy(cx.brief),
        options: with.options,
        ..Request::new(String::new(), Work::Text, instruction)
    })
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
        match request(cx, step, &get) {
            Ok(request) => out.text("asked", &request.instruction()),
            Err(why) => out.text("no prompt", &why),
        };
        out.text("locale", cell.get("locale").unwrap_or_default());
        out.text("message", cell.get("message").unwrap_or_default());
        if let Some(model) = self.engine.backends.get(&with.backend).and_then(|backend| backend.model()) {
            out.text("model", model);
        }
        Vec::new()
    }

    fn estimate(&self, cx: &PlanContext, step: &Step, cell: &Cell) -> Estimate {
        let with: With = with(step);
        let asked = request(cx, step, &|axis| cell.get(axis).map(str::to_owned));
        let asked = asked.unwrap_or_else(|_| Request::new(String::new(), Work::Text, String::new()));
        asking::estimate(self.engine, &with.backend, &asked)
    }
}

#[async_trait]
impl StepKind for GenerateText {
    fn name(&self) -> &'static str {
        NAME
    }

    fn with_schema(&self) -> Value {
        inline_schema::<With>()
    }

    fn lacks(&self, engine: &Engine, step: &Step) -> Option<String> {
        let with: With = with(step);
        let forbidden = with.slots.keys().find_map(|slot| wording::is_for_people(&step.name, slot));
        forbidden.or_else(|| asking::lacks(engine, &step.name, &with.backend, Work::Text))
    }

    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(Planner { engine })
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let with: With = with(cx.step);
        let plan = cx.plan();
        let locale = cx.axis("locale").unwrap_or_default();
        let wanted = with.wanted();
        if cx.preview.is_some() {
            // A preview asks nobody: it shows where the lines will stand.
            let slots: BTreeMap<&String, &String> = with.slots.keys().map(|slot| (slot, slot)).collect();
            return Ok(Made { facts: json!({ "locale": locale, "slots": slots }), ..Made::without_rate() });
        }
        let mut request = request(&plan, cx.step, &|axis| cx.axis(axis)).map_err(Fault::give_up)?;
        request.key = cx.task.key.to_string();
        let manners = Manners { kit: plan.kit, locale: &locale, is_explained: false };
        let asked = (with.backend.as_str(), with.fallback.as_deref());
        let (written, Asked { made_by, generated, fallback }) =
            wording::ask(cx, asked, request, &manners, &wanted).await?;
        let mut made = asking::made(&generated, fallback);
        let slots: BTreeMap<String, String> = written.into_iter().map(|(slot, written)| (slot, written.text)).collect();
        made.facts = json!({ "locale": locale, "slots": slots, "made_by": made_by, "model": made.model });
        Ok(made)
    }
}
