//! `generate_image`: a picture from a backend, for an idea in a shape. What a backend made is kept
//! with what it cost and which model made it; no model is said plainly.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use async_trait::async_trait;
use galley_domain::cell::Cell;
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep};
use galley_domain::ports::{Blob, Controls, DataPolicy, Fault, Request, Want, Work};
use galley_domain::source::inline_schema;
use galley_domain::workflow::Step;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::asking::{self, Asked};
use super::{StepKind, with};
use crate::Engine;
use crate::carry_out::{NewBlob, StepContext};
use crate::finish::Made;
use crate::prompt::Prompt;
use crate::sketch::{self, Wishes};

const NAME: &str = "generate_image";

/// Asks a backend for a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct GenerateImage;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// A prompt template in the workflow's folder.
    prompt: String,
    /// How many pictures to make; the first one is used, the others are kept.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 8))]
    candidates: u16,
    /// Which backend makes it.
    #[serde(default = "embedded")]
    backend: String,
    /// A style of the `sketch` backend, or a hint for others.
    #[serde(default)]
    style: String,
    /// Whether a quick picture will do.
    #[serde(default)]
    tier: Tier,
    /// What must not be in it.
    #[serde(default)]
    negative: Option<String>,
    /// A word of the backend: `low`, `high`, …
    #[serde(default)]
    quality: Option<String>,
    /// Whether a backend that cannot do all of it may not do it at all.
    #[serde(default)]
    strict: bool,
    /// The backend that makes it where the first one cannot.
    #[serde(default)]
    fallback: Option<String>,
    /// What only one adapter understands, by its word.
    #[serde(default)]
    options: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize, JsonSchema, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Tier {
    Draft,
    #[default]
    Final,
}

fn one() -> u16 {
    1
}

fn embedded() -> String {
    sketch::NAME.to_owned()
}

/// Where a workflow has no axis of shapes.
const DEFAULT_SHAPE: &str = "square";

/// Pixels of the scene for a shape. Fixed, so that one more format makes no scene anew; large
/// enough for the largest format of the catalog in that shape.
fn canvas(shape: &str, tier: Tier) -> (u32, u32) {
    let (width, height) = match shape {
        "tower" => (640, 1_600),
        "tall" => (1_080, 1_920),
        "wide" => (1_920, 1_080),
        "strip" => (1_940, 500),
        _ => (1_200, 1_200),
    };
    match tier {
        Tier::Final => (width, height),
        Tier::Draft => (width / 2, height / 2),
    }
}

/// The colours in the order of the port's contract.
fn palette(cx: &PlanContext) -> Vec<[u8; 3]> {
    let names = ["background", "surface", "ink", "primary", "accent"];
    names.iter().filter_map(|name| cx.kit.palette.get(*name).copied()).collect()
}

/// What the prompt's words depend on.
pub(super) fn values(cx: &PlanContext, get: &dyn Fn(&str) -> Option<String>) -> serde_json::Value {
    let message = get("message").and_then(|id| cx.brief.find_message(&id).cloned());
    let hex = |rgb: &[u8; 3]| format!("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
    let palette: serde_json::Map<String, serde_json::Value> =
        cx.kit.palette.iter().map(|(name, rgb)| (name.clone(), hex(rgb).into())).collect();
    json!({
        "brand": { "title": cx.kit.title },
        "message": {
            "title": message.as_ref().map_or("", |message| &message.title),
            "scene": message.as_ref().map_or("", |message| &message.scene),
        },
        "shape": get("shape").unwrap_or_else(|| DEFAULT_SHAPE.to_owned()),
        "palette": palette,
    })
}

/// The brief's own words for the scene.
fn mood(values: &serde_json::Value) -> &str {
    values["message"]["scene"].as_str().unwrap_or_default()
}

fn shape(values: &serde_json::Value) -> String {
    values["shape"].as_str().unwrap_or_default().to_owned()
}

/// Plans pictures. One that was made for a step keeps the step's prompt.
struct Planner<'a> {
    engine: &'a Engine,
    prompt: OnceLock<Result<Prompt, String>>,
}

impl PlanStep for Planner<'_> {
    fn version(&self) -> u32 {
        1
    }

    fn lane(&self, step: &Step) -> String {
        asking::lane(self.engine, &with::<With>(step).backend)
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let values = values(cx, &|axis| cell.get(axis).map(str::to_owned));
        let prompt = self.prompt.get_or_init(|| asking::template(cx.bundle, &with::<With>(step).prompt));
        let prompt = prompt.as_ref().map_err(Clone::clone).and_then(|prompt| prompt.render(&values));
        let prompt = prompt.map(|prompt| asking::with_skills(cx, step, cell.get("market"), prompt));
        // What is asked for, not what the words of it might have been taken from. A prompt that cannot be
        // written ends the task, which then says so.
        match &prompt {
            Ok(prompt) => out.text("prompt", prompt),
            Err(why) => out.text("no prompt", why),
        };
        // Two messages are two pictures, also where their prompts read the same.
        out.json("message", &values["message"]).text("shape", &shape(&values));
        for rgb in palette(cx) {
            out.part("color", &rgb);
        }
        // Another model behind the same name makes another picture.
        let with: With = with(step);
        if let Some(model) = self.engine.backends.get(&with.backend).and_then(|backend| backend.model()) {
            out.text("model", model);
        }
        Vec::new()
    }

    fn estimate(&self, cx: &PlanContext, step: &Step, cell: &Cell) -> Estimate {
        let with: With = with(step);
        // The prompt's words move no price here, so it stays empty.
        let shape = cell.get("shape").unwrap_or(DEFAULT_SHAPE);
        let request = with.request((String::new(), String::new()), canvas(shape, with.tier), asking::policy(cx.brief));
        asking::estimate(self.engine, &with.backend, &request)
    }
}

impl With {
    fn request(&self, (key, prompt): (String, String), size: (u32, u32), policy: DataPolicy) -> Request {
        Request {
            want: Want { count: self.candidates, size: Some(size), ..Want::default() },
            controls: Controls {
                negative: self.negative.clone(),
                quality: self.quality.clone(),
                ..Controls::default()
            },
            options: self.options.clone(),
            is_strict: self.strict,
            policy,
            ..Request::new(key, Work::Image, prompt)
        }
    }
}

#[async_trait]
impl StepKind for GenerateImage {
    fn name(&self) -> &'static str {
        NAME
    }

    fn with_schema(&self) -> serde_json::Value {
        inline_schema::<With>()
    }

    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(Planner { engine, prompt: OnceLock::new() })
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let with: With = with(cx.step);
        let plan = cx.plan();
        let values = values(&plan, &|axis| cx.axis(axis));
        let prompt =
            asking::template(&cx.sources.workflow_files, &with.prompt).and_then(|prompt| prompt.render(&values));
        let prompt = prompt.map_err(Fault::give_up)?;
        let prompt = asking::with_skills(&plan, cx.step, cx.axis("market").as_deref(), prompt);
        let size = canvas(&shape(&values), with.tier);
        let mut request =
            with.request((cx.task.key.to_string(), prompt.clone()), size, asking::policy(&cx.sources.brief));
        request.controls.seed = Some(cx.task.key.seed());
        let wishes = Wishes { style: with.style.clone(), mood: mood(&values).to_owned(), palette: palette(&plan) };
        request.options.insert(sketch::NAME.to_owned(), json!(wishes));
        let Asked { made_by, mut generated, fallback } =
            asking::ask(cx, &with.backend, with.fallback.as_deref(), &request).await?;
        let mut made = asking::made(&generated, fallback);
        let files = NAMES.into_iter().zip(std::mem::take(&mut generated.files));
        let files = files.map(|(name, Blob { mime, bytes, size })| NewBlob { name, mime, bytes, size });
        made.blobs = cx.store(files.collect()).await?;
        made.facts = json!({ "made_by": made_by, "model": made.model, "prompt": prompt });
        if let Some(state) = &generated.vendor_state {
            made.facts["vendor_state"] = json!(state);
        }
        if !generated.warnings.is_empty() {
            made.facts["warnings"] = json!(generated.warnings);
        }
        Ok(made)
    }
}

/// Names of the candidates; the first is what later steps use.
pub(super) const NAMES: [&str; 8] =
    ["main", "candidate_2", "candidate_3", "candidate_4", "candidate_5", "candidate_6", "candidate_7", "candidate_8"];
