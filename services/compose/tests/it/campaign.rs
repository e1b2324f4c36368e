//! Every layout in every family of sizes and in every script, as `campaign.json` lists them: what the golden hashes are
//! of, and what `--example proof` puts on contact sheets.

use std::collections::BTreeMap;

use galley_compose::sketch::{Scene, paint};
use galley_compose::{Asset, Job, SlotContent, Studio};
use serde::Deserialize;

use crate::job;

#[derive(Deserialize)]
pub struct Campaign {
    /// Format and pixels by family.
    pub sizes: BTreeMap<String, (String, u32, u32)>,
    pub layouts: BTreeMap<String, LayoutCase>,
    pub products: Vec<String>,
    pub locales: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
pub struct LayoutCase {
    pub file: String,
    pub scene: String,
    pub words: String,
    pub slots: Vec<String>,
    pub products: usize,
}

impl Campaign {
    pub fn read() -> Campaign {
        serde_json::from_str(include_str!("campaign.json")).expect("the campaign is in order")
    }

    /// The ad of a layout, a family and a locale; `scenes` keeps what was painted for the next ad.
    pub fn job(&self, studio: &Studio, what: [&str; 3], scenes: &mut BTreeMap<String, Asset>) -> Job {
        let [layout, family, tag] = what;
        let case = &self.layouts[layout];
        let texts = &self.locales[tag];
        let (id, width, height) = &self.sizes[family];
        // A promotion's line stands where other campaigns have their headline.
        let slot_of = |slot: &str| if slot == "promotion" { "headline".to_owned() } else { slot.to_owned() };
        let lines: Vec<(String, &str)> =
            case.slots.iter().filter_map(|slot| Some((slot_of(slot), texts.get(slot)?.as_str()))).collect();
        let lines: Vec<(&str, &str)> = lines.iter().map(|(slot, line)| (slot.as_str(), *line)).collect();
        let format = job::format(id, *width, *height);
        let mut job = job::job(studio, &case.file, format, job::locale(tag, &texts["script"]), &lines);
        match case.products {
            0 => drop(job.slots.remove("product")),
            1 if layout != "offer" => {}
            count => {
                for (index, name) in self.products.iter().take(count).enumerate() {
                    let slot = if index == 0 { "product".to_owned() } else { format!("product_{}", index + 1) };
                    let asset = Asset::new(job::read(&format!("retail-offers/products/{name}.png")));
                    job.slots.insert(slot, SlotContent::Picture { asset, focal: None });
                }
            }
        }
        let key = format!("{layout} {family}");
        let asset = scenes.entry(key).or_insert_with(|| {
            let (style, words) = (case.scene.clone(), case.words.clone());
            let scene = Scene { width: *width, height: *height, palette: job::palette(), seed: 7, style, words };
            Asset::new(paint(&scene).expect("a scene").bytes)
        });
        job.slots.insert("scene".to_owned(), SlotContent::Picture { asset: asset.clone(), focal: None });
        job
    }
}
