//! Golden pictures: every file in `golden/*.json` is an ad, the PNG beside it what it must look like, to the pixel, and
//! the file in `golden/facts/` what is known about it.
//! And golden hashes of every layout in every family of sizes and every script (`campaign.txt`): their pictures are too
//! many to keep, and `--example proof` draws them all. `UPDATE_EXPECT=1` writes both anew; look before you commit.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use galley_compose::sketch::{Scene, paint};
use galley_compose::{Asset, Composed, Edits, FileKind, FileOrder, Job, Made, Order, SlotContent, Studio};
use galley_domain::asset::AdFacts;
use galley_domain::digest::Digest;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::campaign::Campaign;
use crate::job;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    layout: String,
    format: String,
    size: [u32; 2],
    tag: String,
    script: String,
    /// Style and words of a scene behind it.
    scene: Option<[String; 2]>,
    texts: BTreeMap<String, String>,
    /// What people changed in it.
    #[serde(default)]
    edits: Edits,
}

#[test]
fn every_golden_picture_is_drawn_to_the_pixel() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of cases")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 8, "the cases are gone");
    let wrong: Vec<String> = cases.iter().filter_map(|path| compare(path).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_layout_is_drawn_to_the_pixel_in_every_family_and_script() {
    let campaign = Campaign::read();
    let studio = job::studio();
    let mut scenes = BTreeMap::new();
    let (mut drawn, mut wrong) = (String::new(), Vec::new());
    for layout in campaign.layouts.keys() {
        for family in campaign.sizes.keys() {
            for tag in campaign.locales.keys() {
                let job = campaign.job(&studio, [layout, family, tag], &mut scenes);
                let (pixels, facts) = studio.draw(&job).expect("an ad");
                let name = format!("{layout} {family} {tag}");
                writeln!(drawn, "{name} {:.16}", Digest::of(&pixels).to_string()).expect("a string takes everything");
                if family == "rectangle" {
                    let made = make(&studio, &job);
                    writeln!(drawn, "{name} files {}", file_hashes(&made)).expect("a string takes everything");
                    wrong.extend(check_measures(&made, &job).err().map(|error| format!("{name}: {error}")));
                }
                wrong.extend(check_facts(&facts).err().map(|error| format!("{name}: {error}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/campaign.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return std::fs::write(&path, drawn).expect("a file that can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the hashes");
    let differing: Vec<&str> = drawn.lines().filter(|line| !expected.lines().any(|other| other == *line)).collect();
    assert!(differing.is_empty(), "other pixels than before:\n{}", differing.join("\n"));
    assert_eq!(drawn.lines().count(), expected.lines().count());
}

fn make(studio: &Studio, job: &Job) -> Made {
    let kinds = [FileKind::Jpeg, FileKind::Png, FileKind::Webp];
    let files = kinds.map(|kind| FileOrder { kind, max_bytes: None, least_quality: 40 }).to_vec();
    studio.make(job, &Order { files, ..Order::default() }).expect("files")
}

/// Hashes of the ad's files: what is written must not depend on the machine either.
fn file_hashes(made: &Made) -> String {
    let hashes: Vec<String> =
        made.files.iter().map(|file| format!("{:.16}", Digest::of(&file.bytes).to_string())).collect();
    hashes.join(" ")
}

fn compare(path: &Path) -> Result<(), String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let case: Case = serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
    let (composed, pixels) = draw(&case)?;
    // What people do to an ad is drawn as they want it, and checks have their say.
    if case.edits == Edits::default() {
        check_facts(&composed.facts).map_err(|error| format!("{name}: {error}"))?;
    }
    let golden = path.with_extension("png");
    let known = path.with_file_name("facts").join(path.file_name().unwrap_or_default());
    let told = told(&composed);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let written = std::fs::write(&golden, composed.bytes).and_then(|()| std::fs::write(&known, told));
        return written.map_err(|error| format!("{name}: {error}"));
    }
    if std::fs::read_to_string(&known).map_err(|error| format!("{}: {error}", known.display()))? != told {
        return Err(format!("{}: other facts than before:\n{told}", known.display()));
    }
    let expected = std::fs::read(&golden).map_err(|error| format!("{}: {error}", golden.display()))?;
    let expected = image::load_from_memory(&expected).map_err(|error| format!("{name}: {error}"))?.to_rgba8();
    if expected.dimensions() != (case.size[0], case.size[1]) {
        return Err(format!("{name}: the golden picture has another size"));
    }
    let differing = expected.as_raw().chunks_exact(4).zip(pixels.chunks_exact(4)).filter(|(a, b)| a != b).count();
    if differing == 0 { Ok(()) } else { Err(format!("{name}: {differing} pixels differ")) }
}

/// Facts and measures, a line for each thing, with numbers as exact as anybody can see.
fn told(composed: &Composed) -> String {
    let mut lines = vec![("facts", json!({ "logo": composed.facts.logo, "product": composed.facts.product }))];
    let measures = &composed.measures;
    for (text, measure) in composed.facts.texts.iter().zip(&measures.texts) {
        lines.extend([("text", json!(text)), ("measure", json!(measure))]);
    }
    lines
        .push(("others", json!({ "buttons": measures.buttons, "product": measures.product, "fills": measures.fills })));
    for (_, line) in &mut lines {
        round(line);
    }
    let lines: Vec<String> = lines.iter().map(|(what, line)| format!("{{\"{what}\":{line}}}")).collect();
    format!("[{}]\n", lines.join(",\n"))
}

fn round(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            *value = json!((number.as_f64().unwrap_or_default() * 100.0).round() / 100.0);
        }
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Object(entries) => entries.values_mut().for_each(round),
        _ => {}
    }
}

fn draw(case: &Case) -> Result<(Composed, Vec<u8>), String> {
    let studio = job::studio();
    let texts: Vec<(&str, &str)> = case.texts.iter().map(|(slot, text)| (slot.as_str(), text.as_str())).collect();
    let format = job::format(&case.format, case.size[0], case.size[1]);
    let mut job = job::job(&studio, &case.layout, format, job::locale(&case.tag, &case.script), &texts);
    if let Some([style, words]) = &case.scene {
        let [width, height] = case.size;
        let (style, words) = (style.clone(), words.clone());
        let scene = Scene { width, height, palette: job::palette(), seed: 11, style, words };
        let asset = Asset::new(paint(&scene).map_err(|error| error.to_string())?.bytes);
        job.slots.insert("scene".to_owned(), SlotContent::Picture { asset, focal: None });
    }
    let composed = studio.compose_edited(&job, case.edits.clone()).map_err(|error| error.to_string())?;
    if case.edits != Edits::default() {
        let pixels = image::load_from_memory(&composed.bytes).map_err(|error| error.to_string())?.to_rgba8();
        return Ok((composed, pixels.into_raw()));
    }
    let (pixels, _) = studio.draw(&job).map_err(|error| error.to_string())?;
    Ok((composed, pixels))
}

/// A golden picture is an ad that could be published.
fn check_facts(facts: &AdFacts) -> Result<(), String> {
    for text in &facts.texts {
        let is_large = text.font_px >= 24.0;
        if text.overflow || !text.missing_glyphs.is_empty() || text.contrast < if is_large { 3.0 } else { 4.5 } {
            return Err(format!("{text:?}"));
        }
    }
    Ok(())
}

/// Everything is measured, and every character that can be seen was drawn, once.
fn check_measures(made: &Made, job: &Job) -> Result<(), String> {
    let (texts, measures) = (&made.facts.texts, &made.measures);
    let buttons = measures.buttons.as_ref().ok_or("no buttons were measured")?;
    let is_covered = buttons.iter().any(|button| button.covered > 0.0);
    if measures.texts.len() != texts.len() || measures.fills.is_none() || is_covered {
        return Err(format!("{measures:?}"));
    }
    if made.facts.product.is_some() != measures.product.is_some() {
        return Err(format!("{:?}", measures.product));
    }
    for (text, measure) in texts.iter().zip(&measures.texts) {
        let clusters = measure.clusters.as_ref().ok_or_else(|| format!("{} was not traced", text.text))?;
        let mut drawn: Vec<usize> =
            clusters.iter().flat_map(|one| one.range[0] as usize..one.range[1] as usize).collect();
        drawn.sort_unstable();
        let is_once = drawn.windows(2).all(|pair| pair[0] < pair[1]);
        let seen = text.text.char_indices().filter(|(_, c)| !c.is_whitespace());
        let lost: String = seen.filter(|(at, _)| drawn.binary_search(at).is_err()).map(|(_, c)| c).collect();
        let is_whole = is_once && lost.is_empty() && clusters.iter().all(|one| one.glyphs > 0 && one.line < text.lines);
        if !is_whole || measure.behind.is_none() || measure.direction != Some(job.locale.direction) {
            return Err(format!("{} lost “{lost}”: {measure:?}", text.text));
        }
    }
    Ok(())
}
