//! `generate_image`: a picture from a backend, for an idea in a shape. What a backend made is kept
//! with what it cost and which model made it; no model is said plainly.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use galley_domain::brief::{Brief, Sensitivity};
use galley_domain::bundle::Bundle;
use galley_domain::cell::Cell;
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep, Range};
use galley_domain::ports::{Backend, Blob, Controls, DataPolicy, Fault, Request, Want, Work};
use galley_domain::source::inline_schema;
use galley_domain::task::MAX_ATTEMPTS;
use galley_domain::workflow::Step;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{StepKind, with};
use crate::Engine;
use crate::calls::UNKNOWN;
use crate::carry_out::{NewBlob, StepContext};
use crate::finish::{Fallback, Made};
use crate::gateway::{Generated, generate};
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
fn values(cx: &PlanContext, get: &dyn Fn(&str) -> Option<String>) -> serde_json::Value {
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

/// The step's prompt template.
fn template(files: &Bundle, with: &With) -> Result<Prompt, String> {
    Prompt::parse(files.get_text(&with.prompt).map_err(|problem| problem.to_string())?)
}

/// What the brand's skills ask of every picture stands behind the prompt, word for word.
fn with_skills(cx: &PlanContext, step: &Step, market: Option<&str>, prompt: String) -> String {
    match cx.skills.prompt(step, NAME, market) {
        Some(words) => format!("{}\n\n{words}", prompt.trim_end()),
        None => prompt,
    }
}

impl PlanStep for Planner<'_> {
    fn version(&self) -> u32 {
        1
    }

    /// Its backend's. Where there is no such backend no worker answers that lane, so the task goes where it is
    /// taken up and says what is missing.
    fn lane(&self, step: &Step) -> String {
        let backend = with::<With>(step).backend;
        if self.engine.backends.contains_key(&backend) { backend } else { embedded() }
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let values = values(cx, &|axis| cell.get(axis).map(str::to_owned));
        let prompt = self.prompt.get_or_init(|| template(cx.bundle, &with(step)));
        let prompt = prompt.as_ref().map_err(Clone::clone).and_then(|prompt| prompt.render(&values));
        let prompt = prompt.map(|prompt| with_skills(cx, step, cell.get("market"), prompt));
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
        let unknown = Estimate { gpu_ms: None, cost_nano: None, wall_ms: Range::default() };
        let Some(backend) = self.engine.backends.get(&with.backend) else { return unknown };
        // The prompt's words move no price here, so it stays empty.
        let shape = cell.get("shape").unwrap_or(DEFAULT_SHAPE);
        let request = with.request((String::new(), String::new()), canvas(shape, with.tier), policy(cx.brief));
        backend.plan(&request).map_or(unknown, |plan| plan.estimate)
    }
}

/// A sensitive campaign's words go to no backend that others share.
fn policy(brief: &Brief) -> DataPolicy {
    DataPolicy { may_leave: brief.sensitivity != Sensitivity::Sensitive, ..DataPolicy::default() }
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
        let prompt = template(&cx.sources.workflow_files, &with).and_then(|prompt| prompt.render(&values));
        let prompt = prompt.map_err(Fault::give_up)?;
        let prompt = with_skills(&plan, cx.step, cx.axis("market").as_deref(), prompt);
        let size = canvas(&shape(&values), with.tier);
        let mut request = with.request((cx.task.key.to_string(), prompt.clone()), size, policy(&cx.sources.brief));
        request.controls.seed = Some(cx.task.key.seed());
        let wishes = Wishes { style: with.style.clone(), mood: mood(&values).to_owned(), palette: palette(&plan) };
        request.options.insert(sketch::NAME.to_owned(), json!(wishes));
        let (backend, generated, fallback) = ask(cx, &with, &request).await?;
        let mut made = Made {
            gpu_ms: generated.gpu.and_then(|time| i64::try_from(time.ms).ok()),
            gpu_basis: generated.gpu.map(|time| time.basis.word()),
            cost_nano: generated.cost.map(|cost| cost.nano),
            cost_basis: Some(generated.cost.map_or(UNKNOWN, |cost| cost.basis.word())),
            model: generated.model,
            is_kept: true,
            fallback,
            ..Made::default()
        };
        let files = NAMES.into_iter().zip(generated.files);
        let files = files.map(|(name, Blob { mime, bytes, size })| NewBlob { name, mime, bytes, size });
        made.blobs = cx.store(files.collect()).await?;
        made.facts = json!({ "made_by": backend, "model": made.model, "prompt": prompt });
        if let Some(state) = &generated.vendor_state {
            made.facts["vendor_state"] = json!(state);
        }
        if !generated.warnings.is_empty() {
            made.facts["warnings"] = json!(generated.warnings);
        }
        Ok(made)
    }
}

/// Asks the step's backend, and where that one cannot, the one that the workflow names for it. Answers who made it.
async fn ask(
    cx: &StepContext<'_>,
    with: &With,
    request: &Request,
) -> Result<(String, Generated, Option<Fallback>), Fault> {
    let first = find(cx, &with.backend)?;
    let fault = match generate(cx.engine, first.as_ref(), request, cx.paying()).await {
        Ok(generated) => return Ok((with.backend.clone(), generated, None)),
        Err(fault) => fault,
    };
    let Some(second) = with.fallback.as_ref().filter(|_| is_out(cx, first.as_ref(), &fault)) else { return Err(fault) };
    let generated = generate(cx.engine, find(cx, second)?.as_ref(), request, cx.paying()).await?;
    let fallback = Fallback { from: with.backend.clone(), to: second.clone() };
    Ok((second.clone(), generated, Some(fallback)))
}

fn find<'a>(cx: &'a StepContext<'_>, name: &str) -> Result<&'a Arc<dyn Backend>, Fault> {
    cx.backend(name).ok_or_else(|| Fault::give_up(format!("there is no backend {name}")))
}

/// Whether a backend will not make it however long one waits: the operator must act, it rests because it
/// keeps failing, or this was the last try. What may be paid for already is not asked for elsewhere.
fn is_out(cx: &StepContext<'_>, backend: &dyn Backend, fault: &Fault) -> bool {
    match fault {
        Fault::Closed { .. } => true,
        Fault::Busy { .. } => cx.engine.gates.is_resting(backend.name()),
        Fault::Retry { .. } => cx.task.attempt + 1 >= MAX_ATTEMPTS as i16,
        Fault::Ambiguous { .. } | Fault::GiveUp { .. } => false,
    }
}

/// Names of the candidates; the first is what later steps use.
const NAMES: [&str; 8] =
    ["main", "candidate_2", "candidate_3", "candidate_4", "candidate_5", "candidate_6", "candidate_7", "candidate_8"];
