//! Golden pictures: every file in `golden/*.json` is an ad, the PNG beside it what it must look like, to the pixel.
//! And golden hashes of every layout in every family of sizes and every script (`campaign.txt`): their pictures are too
//! many to keep, and `--example proof` draws them all. `UPDATE_EXPECT=1` writes both anew; look before you commit.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use galley_compose::sketch::{Scene, paint};
use galley_compose::{Asset, FileKind, FileOrder, Job, Order, SlotContent, Studio};
use galley_domain::asset::AdFacts;
use galley_domain::digest::Digest;
use serde::Deserialize;

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
    texts: std::collections::BTreeMap<String, String>,
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
                    writeln!(drawn, "{name} files {}", file_hashes(&studio, &job)).expect("a string takes everything");
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

/// Hashes of the ad's files: what is written must not depend on the machine either.
fn file_hashes(studio: &Studio, job: &Job) -> String {
    let kinds = [FileKind::Jpeg, FileKind::Png, FileKind::Webp];
    let files = kinds.map(|kind| FileOrder { kind, max_bytes: None, least_quality: 40 }).to_vec();
    let made = studio.make(job, &Order { files, ..Order::default() }).expect("files");
    let hashes: Vec<String> =
        made.files.iter().map(|file| format!("{:.16}", Digest::of(&file.bytes).to_string())).collect();
    hashes.join(" ")
}

fn compare(path: &Path) -> Result<(), String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let case: Case = serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
    let (bytes, pixels, facts) = draw(&case)?;
    check_facts(&facts).map_err(|error| format!("{name}: {error}"))?;
    let golden = path.with_extension("png");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return std::fs::write(&golden, bytes).map_err(|error| format!("{name}: {error}"));
    }
    let expected = std::fs::read(&golden).map_err(|error| format!("{}: {error}", golden.display()))?;
    let expected = image::load_from_memory(&expected).map_err(|error| format!("{name}: {error}"))?.to_rgba8();
    if expected.dimensions() != (case.size[0], case.size[1]) {
        return Err(format!("{name}: the golden picture has another size"));
    }
    let differing = expected.as_raw().chunks_exact(4).zip(pixels.chunks_exact(4)).filter(|(a, b)| a != b).count();
    if differing == 0 { Ok(()) } else { Err(format!("{name}: {differing} pixels differ")) }
}

fn draw(case: &Case) -> Result<(Vec<u8>, Vec<u8>, AdFacts), String> {
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
    let composed = studio.compose(&job).map_err(|error| error.to_string())?;
    let (pixels, facts) = studio.draw(&job).map_err(|error| error.to_string())?;
    Ok((composed.bytes, pixels, facts))
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
