//! Exports of a simulated organization for outside validators: writes `<format>.jsonl`, `label_studio.xml` and
//! `card.json` into the folder that is the first argument. Its pictures do not exist; their names do.

#[path = "../tests/world/mod.rs"]
mod world;

use std::fs;
use std::path::PathBuf;

use galley_learning::exports::{Export, Format, Item, Items, LABEL_STUDIO_CONFIG};
use galley_learning::{Body, Event, Level, Subject};
use world::loops::{Kind, Loop, consent};

const FORMATS: [(Format, &str); 5] = [
    (Format::Preference, "preference"),
    (Format::Unpaired, "unpaired"),
    (Format::Reward, "reward"),
    (Format::DiffusionDpo, "diffusion_dpo"),
    (Format::LabelStudio, "label_studio"),
];

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "export".into()));
    fs::create_dir_all(&folder)?;
    let mut looped = Loop::new(Kind::Random, 3, 2);
    let mut events: Vec<Event> = (0..2).map(|at| consent(&format!("brand_{at}"), Level::Everything)).collect();
    events.extend((0..400).flat_map(|at| looped.step(at % 2)));
    let items = items(&events);
    let export = Export::new(&events, &items, b"example").map_err(std::io::Error::other)?;
    for (format, name) in FORMATS {
        let lines: Vec<String> = export.lines(format).iter().map(|line| line.value.to_string()).collect();
        fs::write(folder.join(format!("{name}.jsonl")), lines.join("\n") + "\n")?;
    }
    fs::write(folder.join("label_studio.xml"), LABEL_STUDIO_CONFIG)?;
    fs::write(folder.join("card.json"), serde_json::to_string_pretty(&export.card())?)
}

/// Every revision of the journal; four of a campaign share a slot, every third slot's prompt came with a picture.
fn items(events: &[Event]) -> Items {
    let mut items = Items::new();
    for event in events {
        let subjects: Vec<&Subject> = match &event.body {
            Body::Decision(decision) => vec![&decision.subject],
            Body::Signal(signal) => vec![&signal.subject],
            Body::Comparison(comparison) => vec![&comparison.left, &comparison.right],
            Body::Edit(edit) => vec![&edit.before, &edit.after],
            _ => vec![],
        };
        for subject in subjects {
            let place = items.len() / 4;
            items.entry(subject.revision().to_owned()).or_insert_with(|| Item {
                output_hash: format!("sha256:{}", subject.revision()),
                slot: format!("{}:{}", event.campaign, subject.traces().market),
                campaign: event.campaign.clone(),
                is_sensitive: false,
                market: subject.traces().market.clone(),
                prompt: format!("Write a headline for {}", event.campaign),
                text: format!("Headline of {}", subject.revision()),
                picture: format!("pictures/{}.jpg", subject.revision()),
                inputs: if place.is_multiple_of(3) { vec!["pictures/product.jpg".into()] } else { vec![] },
                model: subject.traces().model.clone(),
            });
        }
    }
    items
}
