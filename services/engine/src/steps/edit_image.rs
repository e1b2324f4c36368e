//! `edit_image`: a picture that another step made, changed by one instruction. The picture is the source of a conversation
//! that Galley owns; how much of it a backend is told, the gateway decides.

use std::collections::BTreeMap;

use async_trait::async_trait;
use galley_domain::cell::Cell;
use galley_domain::digest::Hasher;
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep};
use galley_domain::ports::{Blob, Controls, Fault, Media, Part, Request, Role, Speaker, Turn, Want, Work};
use galley_domain::source::inline_schema;
use galley_domain::workflow::Step;
use galley_store::outputs::Output;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::asking::{self, Asked};
use super::generate_image::{NAMES, values};
use super::{SCENES, StepKind, with};
use crate::Engine;
use crate::carry_out::{NewBlob, StepContext};
use crate::finish::Made;

const NAME: &str = "edit_image";

/// Has a backend change a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct EditImage;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// A prompt template in the workflow's folder: the one thing to change.
    instruction: String,
    /// Which backend changes it.
    backend: String,
    /// How many changed pictures to make; the first one is used, the others are kept.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 8))]
    candidates: u16,
    /// How far it may leave the picture, 0 to 1.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    strength: Option<f32>,
    /// What must not be in it.
    #[serde(default)]
    negative: Option<String>,
    /// A word of the backend: `low`, `high`, …
    #[serde(default)]
    quality: Option<String>,
    /// Whether a backend that cannot do all of it may not do it at all.
    #[serde(default)]
    strict: bool,
    /// The backend that changes it where the first one cannot.
    #[serde(default)]
    fallback: Option<String>,
    /// What only one adapter understands, by its word.
    #[serde(default)]
    options: BTreeMap<String, serde_json::Value>,
}

fn one() -> u16 {
    1
}

impl With {
    fn request(&self, key: String, turns: Vec<Turn>) -> Request {
        Request {
            turns,
            want: Want { count: self.candidates, ..Want::default() },
            controls: Controls {
                strength: self.strength,
                negative: self.negative.clone(),
                quality: self.quality.clone(),
                ..Controls::default()
            },
            options: self.options.clone(),
            is_strict: self.strict,
            ..Request::new(key, Work::ImageEdit, String::new())
        }
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
        let values = values(cx, &|axis| cell.get(axis).map(str::to_owned));
        let instruction = asking::template(cx.bundle, &with.instruction).and_then(|prompt| prompt.render(&values));
        let instruction = instruction.map(|words| asking::with_skills(cx, step, cell.get("market"), words));
        match &instruction {
            Ok(instruction) => out.text("instruction", instruction),
            Err(why) => out.text("no instruction", why),
        };
        if let Some(model) = self.engine.backends.get(&with.backend).and_then(|backend| backend.model()) {
            out.text("model", model);
        }
        Vec::new()
    }

    fn estimate(&self, cx: &PlanContext, step: &Step, _: &Cell) -> Estimate {
        let with: With = with(step);
        let policy = asking::policy(cx.brief);
        let request = Request { policy, ..with.request(String::new(), vec![Turn::says(String::new())]) };
        asking::estimate(self.engine, &with.backend, &request)
    }
}

/// What is changed: the first picture among the outputs that it needs.
fn source<'a>(cx: &'a StepContext<'_>) -> Result<&'a Output, Fault> {
    let found = SCENES.iter().find_map(|kind| cx.made_by(kind).next());
    found.ok_or_else(|| Fault::give_up("it needs a step that makes a picture, and none of its `needs` does"))
}

/// What was said so far: what the picture was made for, the picture, and the instruction.
fn turns(source: &Output, media: Media, instruction: &str) -> Vec<Turn> {
    let asked = source.facts["prompt"].as_str().unwrap_or_default();
    let made_by = source.facts["made_by"].as_str().unwrap_or_default();
    let state = source.facts["vendor_state"].as_str().map(|state| (made_by.to_owned(), state.to_owned()));
    let answer = Turn { speaker: Speaker::Backend, parts: vec![Part::Media(media)], vendor_state: state };
    vec![Turn::says(asked), answer, Turn::says(instruction)]
}

#[async_trait]
impl StepKind for EditImage {
    fn name(&self) -> &'static str {
        NAME
    }

    fn with_schema(&self) -> serde_json::Value {
        inline_schema::<With>()
    }

    fn lacks(&self, engine: &Engine, step: &Step) -> Option<String> {
        asking::lacks(engine, &step.name, &with::<With>(step).backend, Work::ImageEdit)
    }

    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(Planner { engine })
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let with: With = with(cx.step);
        let plan = cx.plan();
        let values = values(&plan, &|axis| cx.axis(axis));
        let files = &cx.sources.workflow_files;
        let instruction = asking::template(files, &with.instruction).and_then(|prompt| prompt.render(&values));
        let instruction = instruction.map_err(Fault::give_up)?;
        let instruction = asking::with_skills(&plan, cx.step, cx.axis("market").as_deref(), instruction);
        let source = source(cx)?;
        if cx.preview.is_some() {
            // A preview asks nobody: it shows the picture that would be changed.
            let facts = json!({ "made_by": source.facts["made_by"], "prompt": instruction });
            return Ok(Made { blobs: source.blobs.clone(), facts, ..Made::without_rate() });
        }
        let blob = source.blob("main").ok_or_else(|| Fault::give_up("what it needs has no picture"))?;
        let media = Media::new(&blob.mime, cx.blob(blob.hash).await?, Role::Source);
        let mut request = with.request(cx.task.key.to_string(), turns(source, media, &instruction));
        request.want.size = Some((blob.width, blob.height));
        request.controls.seed = Some(cx.task.key.seed());
        request.policy = asking::policy(&cx.sources.brief);
        let Asked { made_by, mut generated, fallback } =
            asking::ask(cx, &with.backend, with.fallback.as_deref(), &request).await?;
        let mut made = asking::made(&generated, fallback);
        let files = NAMES.into_iter().zip(std::mem::take(&mut generated.files));
        let files = files.map(|(name, Blob { mime, bytes, size })| NewBlob { name, mime, bytes, size });
        made.blobs = cx.store(files.collect()).await?;
        made.facts = json!({
            "made_by": made_by, "model": made.model, "prompt": instruction, "source": blob.hash,
            "vendor_state": generated.vendor_state,
        });
        if !generated.warnings.is_empty() {
            made.facts["warnings"] = json!(generated.warnings);
        }
        Ok(made)
    }
}
