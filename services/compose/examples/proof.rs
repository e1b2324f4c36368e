//! Contact sheets of every layout in every family of sizes and in every script, and of every scene style, to be looked at.
//! `cargo run --example proof -p galley-compose -- [OUT] [LAYOUT or scenes] [LOCALE…]`. Not a test: a person judges.

#[path = "../tests/it/campaign.rs"]
mod campaign;
#[path = "../tests/it/job.rs"]
mod job;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use campaign::Campaign;
use galley_compose::sketch::{Scene, list_styles, paint};
use galley_compose::{Asset, Studio};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A sheet's width and the room between pictures.
const WIDTH: u32 = 1500;
const GAP: i64 = 12;

fn main() -> Fallible<()> {
    let mut words = std::env::args().skip(1);
    let out = PathBuf::from(words.next().unwrap_or_else(|| "/tmp/proof".to_owned()));
    let only = words.next().unwrap_or_default();
    let locales: Vec<String> = words.collect();
    std::fs::create_dir_all(&out)?;
    if only.is_empty() || only == "scenes" {
        scenes(&out)?;
    }
    let campaign = Campaign::read();
    let studio = job::studio();
    let mut painted = BTreeMap::new();
    for layout in campaign.layouts.keys().filter(|layout| only.is_empty() || **layout == only) {
        for tag in campaign.locales.keys().filter(|tag| locales.is_empty() || locales.contains(tag)) {
            let sheet = sheet(&campaign, &studio, [layout, tag], &mut painted)?;
            sheet.save(out.join(format!("{layout}-{tag}.png")))?;
        }
    }
    Ok(())
}

/// Pictures in rows; each comes with what it is shown at.
struct Sheet {
    picture: image::RgbaImage,
    at: (i64, i64),
    row: i64,
}

impl Sheet {
    fn new() -> Sheet {
        let picture = image::RgbaImage::from_pixel(WIDTH, 2400, image::Rgba([226, 226, 228, 255]));
        Sheet { picture, at: (GAP, GAP), row: 0 }
    }

    fn add(&mut self, picture: &image::RgbaImage, scale: f32) {
        let (width, height) = picture.dimensions();
        let size = ((width as f32 * scale) as u32, (height as f32 * scale) as u32);
        let picture = image::imageops::resize(picture, size.0, size.1, image::imageops::FilterType::Lanczos3);
        if self.at.0 + i64::from(size.0) + GAP > i64::from(WIDTH) {
            self.at = (GAP, self.at.1 + self.row + GAP);
            self.row = 0;
        }
        image::imageops::overlay(&mut self.picture, &picture, self.at.0, self.at.1);
        self.at.0 += i64::from(size.0) + GAP;
        self.row = self.row.max(i64::from(size.1));
    }

    fn finish(self) -> image::RgbaImage {
        let height = (self.at.1 + self.row + GAP) as u32;
        image::imageops::crop_imm(&self.picture, 0, 0, WIDTH, height).to_image()
    }
}

fn sheet(
    campaign: &Campaign,
    studio: &Studio,
    [layout, tag]: [&str; 2],
    painted: &mut BTreeMap<String, Asset>,
) -> Fallible<image::RgbaImage> {
    let mut sheet = Sheet::new();
    // Large ones first, so that rows fill.
    let mut families: Vec<&String> = campaign.sizes.keys().collect();
    families.sort_by_key(|family| std::cmp::Reverse(campaign.sizes[*family].2));
    for family in families {
        let job = campaign.job(studio, [layout, family, tag], painted);
        let (pixels, facts) = studio.draw(&job)?;
        for text in &facts.texts {
            let least = if text.font_px >= 24.0 { 3.0 } else { 4.5 };
            if text.overflow || text.contrast < least || !text.missing_glyphs.is_empty() {
                println!(
                    "{layout} {tag} {family} {}: overflow {} contrast {:.1} missing {:?} at {:.1}px",
                    text.slot, text.overflow, text.contrast, text.missing_glyphs, text.font_px
                );
            }
        }
        let (width, height) = (job.format.width, job.format.height);
        let picture = image::RgbaImage::from_raw(width, height, pixels).ok_or("too few pixels")?;
        sheet.add(&picture, if width > 1000 { 0.4 } else { 1.0 });
    }
    Ok(sheet.finish())
}

/// Every scene style by day and by night, lying and upright.
fn scenes(out: &Path) -> Fallible<()> {
    let mut sheet = Sheet::new();
    for style in list_styles() {
        for (words, seed) in [("morning", 7), ("dusk", 7), ("morning", 8)] {
            let scene = |width, height| Scene {
                width,
                height,
                palette: job::palette(),
                seed,
                style: style.to_owned(),
                words: words.to_owned(),
            };
            let picture = image::load_from_memory(&paint(&scene(480, 300))?.bytes)?.to_rgba8();
            sheet.add(&picture, 1.0);
        }
    }
    Ok(sheet.finish().save(out.join("scenes.png"))?)
}
