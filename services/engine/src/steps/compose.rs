//! `compose`: the ad itself. Copy, scene, product, logo and legal line go into a layout; the
//! composer draws them, on a core of its own.

mod moving;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use galley_compose::{
    Asset, Composed, Edits as Drawn, Job, JobFonts, Layout, Logo, MOTION_FILE, Motion, Palette, SlotContent, SlotEdit,
};
use galley_domain::adjustment::{Adjustment, Adjustments, Field, Share};
use galley_domain::brand_kit::Rgb;
use galley_domain::bundle::Bundle;
use galley_domain::cell::{self, Cell};
use galley_domain::copy_deck::may_fall_back;
use galley_domain::digest::{Digest, Hasher};
use galley_domain::format::{Format, Mime};
use galley_domain::plan::{Estimate, Gap, PlanContext, PlanStep};
use galley_domain::ports::Fault;
use galley_domain::skill::Place;
use galley_domain::source::inline_schema;
use galley_domain::workflow::{InputKind, Step};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{LINES, SCENES, StepKind, with};
use crate::Engine;
use crate::carry_out::{NewBlob, StepContext};
use crate::finish::Made;

/// Draws ads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compose;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct With {
    /// A layout folder of the workflow.
    layout: String,
}

/// The step's name in workflows.
pub(crate) const NAME: &str = "compose";
/// The slot of the legal line. Only the brand kit fills it.
pub(crate) const LEGAL: &str = "legal";
/// The slot of the product picture that a feed names.
const PRODUCT: &str = "product";

/// The layout that a step draws a cell with: the one that a skill of the brand prefers there, if the workflow has it, or
/// its own. None for a step that draws nothing.
pub(crate) fn layout(cx: &PlanContext, step: &Step, get: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if step.kind != NAME {
        return None;
    }
    let own = with::<With>(step).layout;
    if cx.skills.0.is_empty() {
        return Some(own);
    }
    let (market, shape, format) = (get("market"), get("shape"), get("format"));
    let place = Place { market: market.as_deref(), shape: shape.as_deref(), format: format.as_deref() };
    let exists = |layout: &str| cx.bundle.find(&file_of(layout)).is_some();
    Some(cx.skills.layout(step, place, &exists).map_or(own, |(_, layout)| layout.to_owned()))
}

fn file_of(layout: &str) -> String {
    format!("{}/layout.toml", layout.trim_end_matches('/'))
}

/// The file of the layout that is drawn.
fn layout_file(cx: &PlanContext, step: &Step, get: &dyn Fn(&str) -> Option<String>) -> String {
    file_of(&layout(cx, step, get).unwrap_or_default())
}

/// The file of how that layout moves.
fn motion_file(cx: &PlanContext, step: &Step, get: &dyn Fn(&str) -> Option<String>) -> String {
    format!("{}/{MOTION_FILE}", layout(cx, step, get).unwrap_or_default().trim_end_matches('/'))
}

/// Names of the pictures that stand in the ad, by slot.
fn pictures(cx: &PlanContext, get: &dyn Fn(&str) -> Option<String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (input, spec) in &cx.workflow.inputs {
        let given = cx.brief.inputs.get(input);
        match (spec.kind, given) {
            (InputKind::Image, Some(name)) => {
                found.insert(input.clone(), name.clone());
            }
            (InputKind::ProductFeed, Some(_)) => {
                let row = spec.axis.as_deref().and_then(get).zip(get("market"));
                let offer = row.and_then(|(id, market)| cx.feeds.get(input)?.find(&id, &market));
                found.extend(offer.and_then(|offer| offer.image.clone()).map(|name| (PRODUCT.to_owned(), name)));
            }
            _ => {}
        }
    }
    found
}

/// The slot of the logo.
const LOGO: &str = "logo";

/// Plans ads. One that was made for a step remembers, for each layout and format, the version of the kit's look.
struct Planner<'a> {
    engine: &'a Engine,
    looks: Mutex<BTreeMap<String, BTreeMap<String, Digest>>>,
}

impl Planner<'_> {
    fn look(&self, cx: &PlanContext, path: &str, format: &Format) -> Digest {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = looks.get(path).and_then(|looks| looks.get(&format.id)) {
            return *known;
        }
        let palette = palette(self.engine, cx, path, format);
        let colors = palette.iter().map(|(name, _)| name.as_str()).collect();
        let look = cx.kit.look_digest(cx.kit_files, &colors);
        looks.entry(path.to_owned()).or_default().insert(format.id.clone(), look);
        look
    }
}

/// The colours of the kit that the layout may draw this format with: those and no others go into the
/// key and into the picture.
fn palette(engine: &Engine, cx: &PlanContext, path: &str, format: &Format) -> Vec<(String, Rgb)> {
    let bytes = cx.bundle.find(path);
    let layout = bytes.and_then(|bytes| engine.studio.layout(path, &Asset::new(Arc::clone(bytes))).ok());
    let arrangement = layout.as_ref().and_then(|layout| layout.find_arrangement(format));
    let colors = arrangement.map(|arrangement| arrangement.list_colors());
    let is_drawn = |name: &str| colors.as_ref().is_none_or(|colors| colors.contains(name));
    let palette = cx.kit.palette.iter().filter(|(name, _)| is_drawn(name));
    palette.map(|(name, rgb)| (name.clone(), *rgb)).collect()
}

impl PlanStep for Planner<'_> {
    fn version(&self) -> u32 {
        3
    }

    fn lane(&self, _: &Step) -> String {
        "cpu".to_owned()
    }

    fn inputs(&self, cx: &PlanContext, step: &Step, cell: &Cell, out: &mut Hasher) -> Vec<Gap> {
        let get = |axis: &str| cell.get(axis).map(str::to_owned);
        let path = layout_file(cx, step, &get);
        if let Some(digest) = cx.files.get(&path) {
            out.digest("layout", *digest);
        }
        if let Some(format) = cell.get("format").and_then(|id| cx.catalog.formats.get(id)) {
            out.digest("format", format.digest()).digest("look", self.look(cx, &path, format));
            if format.mime.is_moving() {
                out.part("motion", &galley_compose::MOTION_VERSION.to_be_bytes());
                if let Some(digest) = cx.files.get(&motion_file(cx, step, &get)) {
                    out.digest("motion file", *digest);
                }
            }
        }
        out.text("locale", cell.get("locale").unwrap_or_default());
        let market = cell.get("market").unwrap_or_default();
        out.text(LEGAL, cx.kit.find_legal_line(market).unwrap_or_default());
        for (slot, name) in pictures(cx, &get) {
            if let Some(digest) = cx.uploads.get(&name) {
                out.text("slot", &slot).digest("picture", *digest);
            }
        }
        if !cx.edits.is_empty()
            && let Some(adjustments) = cx.edits.get(&cell.written())
        {
            adjustments.feed(out);
            for (name, rgb) in adjusted_colors(cx, adjustments) {
                out.text("color", name).part("rgb", rgb);
            }
        }
        Vec::new()
    }

    fn estimate(&self, _: &PlanContext, _: &Step, _: &Cell) -> Estimate {
        Estimate::cpu(20, 60)
    }
}

#[async_trait]
impl StepKind for Compose {
    fn name(&self) -> &'static str {
        NAME
    }

    fn with_schema(&self) -> serde_json::Value {
        inline_schema::<With>()
    }

    fn planner<'a>(&'a self, engine: &'a Engine) -> Box<dyn PlanStep + Send + Sync + 'a> {
        Box::new(Planner { engine, looks: Mutex::default() })
    }

    async fn carry_out(&self, cx: &StepContext<'_>) -> Result<Made, Fault> {
        let (job, mut expected) = job(cx).await?;
        let motion = motion(cx, &job)?;
        let (edits, unused) = cx.edits.map(|adjustments| drawn(adjustments, &job.layout)).unwrap_or_default();
        let studio = Arc::clone(&cx.engine.studio);
        let permit = Arc::clone(&cx.engine.cores).acquire_owned().await;
        let drawn = tokio::task::spawn_blocking(move || {
            let _core = permit;
            let composed = studio.compose_edited(&job, edits.clone()).map_err(|error| Fault::give_up(chain(&error)))?;
            let moving = motion.map(|motion| moving::make(&studio, (&job, &edits), &motion)).transpose()?;
            Ok((composed, moving))
        });
        let broke_off = |_| Fault::Retry { reason: "drawing broke off".to_owned(), after_ms: None };
        let (composed, moving) = drawn.await.map_err(broke_off)??;
        // A layout may have no place for what may stay empty anyway.
        let mut optional = super::adapt_copy::optional_slots(&cx.sources.workflow);
        optional.extend(super::transcreate::optional_slots(&cx.sources.workflow));
        let is_drawn = |slot: &String| composed.facts.texts.iter().any(|text| text.slot == *slot);
        expected.retain(|slot, _| is_drawn(slot) || !optional.contains(slot));
        let mut made = made(cx, (composed, moving), &expected).await?;
        if !unused.is_empty() {
            made.facts[UNUSED] = json!(unused);
        }
        Ok(made)
    }
}

/// In the facts of an ad: slots that people adjusted and its layout has no longer.
const UNUSED: &str = "unused_adjustments";

/// Slots that people adjusted and the layout of the ad with these facts has no longer.
pub fn unused_adjustments(facts: &serde_json::Value) -> Vec<String> {
    let told = facts.get(UNUSED).cloned();
    told.and_then(|told| serde_json::from_value(told).ok()).unwrap_or_default()
}

/// Adjustments as the composer takes them, without the words, which are content; and the slots that this layout does
/// not have: what people adjusted there waits for a layout that has them again.
fn drawn(adjustments: &Adjustments, layout: &Layout) -> (Drawn, Vec<String>) {
    let known = layout.list_slots();
    let (here, unused): (Vec<_>, Vec<_>) = adjustments.list().partition(|(slot, _)| known.contains_key(*slot));
    let slots = here.into_iter().map(|(slot, adjustment)| (slot.clone(), slot_edit(slot, adjustment)));
    (Drawn { slots: slots.collect() }, unused.into_iter().map(|(slot, _)| slot.clone()).collect())
}

pub(crate) fn slot_edit(slot: &str, adjustment: &Adjustment) -> SlotEdit {
    let pair = |field| adjustment.pair(field).map(|pair| pair.map(Share::to_f32));
    let number = |field| adjustment.number(field).map(Share::to_f32);
    let word = |field| adjustment.word(field).map(str::to_owned);
    let plain = SlotEdit::default();
    SlotEdit {
        shift: pair(Field::Shift).unwrap_or(plain.shift),
        scale: number(Field::Scale).unwrap_or(plain.scale),
        text: None,
        color: word(Field::Color),
        fill: word(Field::Fill),
        focal: pair(Field::Focal),
        zoom: number(Field::Zoom).unwrap_or(plain.zoom),
        // Turns refuse it; so does whatever else may have written it.
        is_hidden: adjustment.is_hidden() && may_fall_back(slot),
    }
}

/// The colours that adjustments name, as the kit has them.
fn adjusted_colors<'a>(cx: &PlanContext<'a>, adjustments: &'a Adjustments) -> BTreeMap<&'a str, &'a Rgb> {
    let names = adjustments.list().flat_map(|(_, adjustment)| adjustment.colors());
    names.filter_map(|name| Some((name, cx.kit.palette.get(name)?))).collect()
}

/// The layout that a step names itself, whatever a skill prefers in some cell.
pub(crate) fn own_layout(engine: &Engine, files: &Bundle, step: &Step) -> Option<Arc<Layout>> {
    let path = file_of(&with::<With>(step).layout);
    let bytes = files.find(&path)?;
    engine.studio.layout(&path, &Asset::new(Arc::clone(bytes))).ok()
}

/// An error with what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// How a moving ad moves: as its layout says, else as ads usually do.
fn motion(cx: &StepContext<'_>, job: &Job) -> Result<Option<Motion>, Fault> {
    if !job.format.mime.is_moving() {
        return Ok(None);
    }
    let path = motion_file(&cx.plan(), cx.step, &|axis| cx.axis(axis));
    let motion = match cx.sources.workflow_files.find(&path) {
        Some(bytes) => {
            Motion::parse(&path, bytes, &job.layout).map_err(|problems| Fault::give_up(problems.to_string()))?
        }
        None => Motion::usual(&job.layout),
    };
    Ok(Some(motion))
}

/// What a moving ad's last picture is kept as.
pub(crate) const STILL: &str = "still";

/// Keeps an ad, with the film or banner it may be.
async fn made(
    cx: &StepContext<'_>,
    (composed, moving): (Composed, Option<Vec<u8>>),
    expected: &BTreeMap<String, String>,
) -> Result<Made, Fault> {
    let mut facts = serde_json::to_value(&composed.facts).expect("facts are plain data");
    facts["measures"] = serde_json::to_value(&composed.measures).expect("measures are plain data");
    facts["expected"] = json!(expected);
    facts["quality"] = json!(composed.quality);
    let size = (composed.width, composed.height);
    let mut files = Vec::new();
    if let Some(bytes) = moving {
        let still = NewBlob { name: STILL, mime: Mime::Jpeg.word(), bytes: composed.bytes.into(), size };
        files.extend([NewBlob { name: "main", mime: composed.mime.word(), bytes: bytes.into(), size }, still]);
    } else {
        files.push(NewBlob { name: "main", mime: composed.mime.word(), bytes: composed.bytes.into(), size });
    }
    for (name, thumbnail) in ["h240", "h480"].into_iter().zip(composed.thumbnails) {
        files.push(NewBlob {
            name,
            mime: "image/jpeg",
            bytes: thumbnail.bytes.into(),
            size: (thumbnail.width, thumbnail.height),
        });
    }
    let blobs = cx.store(files).await?;
    Ok(Made { blobs, facts, ..Made::without_rate() })
}

/// Gathers everything the composer needs, and the texts that must be seen in the ad.
async fn job(cx: &StepContext<'_>) -> Result<(Job, BTreeMap<String, String>), Fault> {
    let give_up = |reason: String| Fault::GiveUp { reason };
    let plan = cx.plan();
    let missing = |what: &str| give_up(format!("the catalog has no such {what}"));
    let format = cx.axis("format").and_then(|id| plan.catalog.formats.get(&id).cloned());
    let format = format.ok_or_else(|| missing("format"))?;
    let locale = cx.axis("locale").and_then(|tag| plan.catalog.locales.get(&tag).cloned());
    let locale = locale.ok_or_else(|| missing("locale"))?;
    let path = layout_file(&plan, cx.step, &|axis| cx.axis(axis));
    let bytes = cx.sources.workflow_files.find(&path).ok_or_else(|| missing("layout"))?;
    let layout = cx
        .engine
        .studio
        .layout(&path, &Asset::new(Arc::clone(bytes)))
        .map_err(|problems| give_up(problems.to_string()))?;
    let texts = texts(cx)?;
    let mut slots: BTreeMap<String, SlotContent> =
        texts.iter().map(|(slot, text)| (slot.clone(), SlotContent::Text(text.clone()))).collect();
    slots.extend(upload_slots(cx)?);
    if let Some(scene) = SCENES.iter().find_map(|kind| cx.made_by(kind).next()) {
        let blob = scene.blob("main").ok_or_else(|| give_up("a scene without a picture".into()))?;
        let asset = Asset { digest: blob.hash, bytes: to_arc(&cx.blob(blob.hash).await?) };
        slots.insert("scene".to_owned(), SlotContent::Picture { asset, focal: None });
    }
    slots.insert(LOGO.to_owned(), SlotContent::Logo(logo(cx)?));
    let mut colors = palette(cx.engine, &plan, &path, &format);
    if let Some(adjustments) = cx.edits {
        colors.extend(adjusted_colors(&plan, adjustments).into_iter().map(|(name, rgb)| (name.to_owned(), *rgb)));
    }
    let palette = Palette::new(colors);
    Ok((Job { layout, format, locale, palette, slots, fonts: fonts(cx) }, texts))
}

/// The texts of an ad: the copy, what people set for this one ad, and the market's legal line.
fn texts(cx: &StepContext) -> Result<BTreeMap<String, String>, Fault> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for copy in LINES.iter().flat_map(|kind| cx.made_by(kind)) {
        let slots = copy.facts.get("slots").cloned().unwrap_or_default();
        let slots: BTreeMap<String, String> = serde_json::from_value(slots)
            .map_err(|_| Fault::GiveUp { reason: "copy that is no list of lines".to_owned() })?;
        texts.extend(slots);
    }
    if let Some(adjustments) = cx.edits {
        let own = adjustments.texts().filter(|(slot, _)| may_fall_back(slot));
        texts.extend(own.map(|(slot, text)| (slot.clone(), text.to_owned())));
        texts.retain(|slot, _| !adjustments.find(slot).is_some_and(|one| one.is_hidden() && may_fall_back(slot)));
    }
    let market = cell::value_of(&cx.task.cell, "market").unwrap_or_default();
    let legal = cx.sources.kit.find_legal_line(market);
    texts.extend(legal.map(|line| (LEGAL.to_owned(), line.to_owned())));
    Ok(texts)
}

fn upload_slots(cx: &StepContext) -> Result<BTreeMap<String, SlotContent>, Fault> {
    let mut slots = BTreeMap::new();
    for (slot, name) in pictures(&cx.plan(), &|axis| cx.axis(axis)) {
        let found = cx.sources.uploads.get(&name).zip(cx.sources.upload_digests.get(&name));
        let (bytes, digest) = found
            .ok_or_else(|| Fault::GiveUp { reason: format!("the picture {name} is not among the brief's files") })?;
        let asset = Asset { digest: *digest, bytes: to_arc(bytes) };
        slots.insert(slot, SlotContent::Picture { asset, focal: None });
    }
    Ok(slots)
}

fn logo(cx: &StepContext) -> Result<Logo, Fault> {
    let kit = &cx.sources.kit;
    let file = |path: &String| {
        let bytes = cx.sources.kit_files.find(path).map(Arc::clone);
        bytes.map(Asset::new).ok_or_else(|| Fault::GiveUp { reason: format!("the brand kit has no file {path}") })
    };
    Ok(Logo {
        svg: file(&kit.logo.file)?,
        on_dark: kit.logo.on_dark.as_ref().map(file).transpose()?,
        clear_space: kit.logo.clear_space,
        min_width_px: kit.logo.min_width_px,
    })
}

fn fonts(cx: &StepContext) -> JobFonts {
    let kit = &cx.sources.kit;
    let family = |role: &str| kit.find_family(role).unwrap_or_default().to_owned();
    let files = kit.font_files.iter().filter_map(|path| cx.sources.kit_files.find(path));
    JobFonts {
        display: family("display"),
        text: family("text"),
        files: files.map(|bytes| Asset::new(Arc::clone(bytes))).collect(),
    }
}

fn to_arc(bytes: &bytes::Bytes) -> Arc<[u8]> {
    Arc::from(bytes.as_ref())
}
