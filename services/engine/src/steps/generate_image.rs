//! `generate_image`: a picture from a backend, for an idea in a shape. What a backend made is kept
//! with what it cost and which model made it; no model is said plainly.

use std::sync::OnceLock;

use async_trait::async_trait;
use galley_domain::bundle::Bundle;
use galley_domain::cell::Cell;
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep, Range};
use galley_domain::ports::{Fault, ImageRequest};
use galley_domain::source::inline_schema;
use galley_domain::workflow::Step;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{StepKind, with};
use crate::Engine;
use crate::carry_out::{NewBlob, StepContext};
use crate::finish::Made;
use crate::prompt::Prompt;

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
    #[serde(default = "sketch")]
    backend: String,
    /// A style of the `sketch` backend, or a hint for others.
    #[serde(default)]
    style: String,
    /// Whether a quick picture will do.
    #[serde(default)]
    tier: Tier,
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

fn sketch() -> String {
    crate::sketch::NAME.to_owned()
}

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
        "shape": get("shape").unwrap_or_else(|| "square".to_owned()),
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

impl PlanStep for Planner<'_> {
    fn version(&self) -> u32 {
        1
    }

    fn lane(&self, step: &Step) -> String {
        with::<With>(step).backend
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let values = values(cx, &|axis| cell.get(axis).map(str::to_owned));
        let prompt = self.prompt.get_or_init(|| template(cx.bundle, &with(step)));
        let prompt = prompt.as_ref().map_err(Clone::clone).and_then(|prompt| prompt.render(&values));
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
        Vec::new()
    }

    fn estimate(&self, _: &PlanContext, step: &Step, _: &Cell) -> Estimate {
        let with: With = with(step);
        let Some(backend) = self.engine.backends.get(&with.backend) else {
            return Estimate { gpu_ms: None, cost_nano: None, wall_ms: Range::default() };
        };
        let card = backend.rate_card();
        let count = u64::from(with.candidates);
        let range = |(p50, p90): (u64, u64)| Range { p50: p50 * count, p90: p90 * count };
        let cost = card.image_nano.and_then(|nano| u64::try_from(nano).ok());
        Estimate {
            gpu_ms: card.image_gpu_ms.map(range),
            cost_nano: cost.map(|nano| range((nano, nano))),
            wall_ms: range(card.image_wall_ms),
        }
    }
}

#[async_trait]
impl StepKind for GenerateImage {
    fn name(&self) -> &'static str {
        "generate_image"
    }

    fn with_schema(&self) -> serde_json::Value {
        inline_schema::<With>()
    }

    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(Planner { engine, prompt: OnceLock::new() })
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let with: With = with(cx.step);
        let give_up = |reason: String| Fault::GiveUp { reason };
        let backend =
            cx.backend(&with.backend).ok_or_else(|| give_up(format!("there is no backend {}", with.backend)))?;
        let values = values(&cx.plan(), &|axis| cx.axis(axis));
        let prompt = template(&cx.sources.workflow_files, &with).and_then(|prompt| prompt.render(&values));
        let prompt = prompt.map_err(give_up)?;
        let (width, height) = canvas(&shape(&values), with.tier);
        let mut made = Made { gpu_ms: Some(0), cost_nano: Some(0), is_kept: true, ..Made::default() };
        let mut files = Vec::new();
        for candidate in 0..with.candidates {
            let picture = backend
                .generate_image(ImageRequest {
                    idempotency_key: format!("{}-{candidate}", cx.task.key),
                    prompt: prompt.clone(),
                    mood: mood(&values).to_owned(),
                    style: with.style.clone(),
                    palette: palette(&cx.plan()),
                    width,
                    height,
                    seed: cx.task.key.seed().wrapping_add(u64::from(candidate)),
                })
                .await?;
            made.gpu_ms = sum(made.gpu_ms, picture.gpu_ms.map(|ms| ms as i64));
            made.cost_nano = sum(made.cost_nano, picture.cost_nano);
            made.cost_basis = Some(picture.cost_basis);
            made.model = picture.model;
            let name = NAMES[usize::from(candidate) % NAMES.len()];
            let (mime, bytes) = (picture.mime, picture.bytes);
            files.push(NewBlob { name, mime, bytes, size: (width, height) });
        }
        made.blobs = cx.store(files).await?;
        made.facts = json!({ "made_by": with.backend, "model": made.model, "prompt": prompt });
        Ok(made)
    }
}

/// Names of the candidates; the first is what later steps use.
const NAMES: [&str; 8] =
    ["main", "candidate_2", "candidate_3", "candidate_4", "candidate_5", "candidate_6", "candidate_7", "candidate_8"];

/// A sum that is unknown as soon as a part of it is.
fn sum(left: Option<i64>, right: Option<i64>) -> Option<i64> {
    Some(left? + right?)
}
