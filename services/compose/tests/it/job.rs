//! Jobs for tests: the real layouts, a palette, a logo, a product and whatever words a test brings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use galley_compose::{Asset, FontLibrary, Job, JobFonts, Logo, Palette, SlotContent, Studio};
use galley_domain::format::{Format, Insets, Mime};
use galley_domain::locale::{Digits, Direction, Locale};

pub fn workflows() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows")
}

pub fn read(path: &str) -> Vec<u8> {
    let path = workflows().join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn studio() -> Studio {
    Studio::new(FontLibrary::bundled())
}

pub fn palette() -> Palette {
    let colors = [
        ("background", [251, 241, 226]),
        ("surface", [240, 220, 192]),
        ("ink", [42, 21, 16]),
        ("primary", [201, 58, 20]),
        ("accent", [233, 162, 59]),
        ("on_primary", [255, 250, 243]),
    ];
    Palette::new(colors.map(|(name, color)| (name.to_owned(), color)))
}

pub fn format(id: &str, width: u32, height: u32) -> Format {
    Format {
        id: id.to_owned(),
        channel: "test".to_owned(),
        title: id.to_owned(),
        width,
        height,
        mime: Mime::Png,
        max_bytes: 150_000,
        safe: Insets::default(),
        shown_width: None,
        checked: "2026-11-01".to_owned(),
        source: "a test".to_owned(),
        confidence: "A".to_owned(),
    }
}

pub fn locale(tag: &str, script: &str) -> Locale {
    let is_rtl = matches!(script, "Arab" | "Hebr");
    Locale {
        tag: tag.to_owned(),
        title: tag.to_owned(),
        script: script.to_owned(),
        direction: if is_rtl { Direction::Rtl } else { Direction::Ltr },
        letter_spacing: matches!(script, "Latn" | "Grek" | "Cyrl"),
        decimal: ".".to_owned(),
        group: ",".to_owned(),
        grouping: vec![3],
        min_grouping: 1,
        digits: Digits::Latn,
        price: "{symbol}{amount}".to_owned(),
    }
}

/// A job with a layout of the workflows, a logo, a product and these texts.
pub fn job(studio: &Studio, layout: &str, format: Format, locale: Locale, texts: &[(&str, &str)]) -> Job {
    let file = format!("{layout}/layout.toml");
    let layout = studio.layout(&file, &Asset::new(read(&file))).unwrap_or_else(|problems| panic!("{problems}"));
    let mut slots: BTreeMap<String, SlotContent> =
        texts.iter().map(|(slot, text)| ((*slot).to_owned(), SlotContent::Text((*text).to_owned()))).collect();
    let product = Asset::new(read("demo/cup.png"));
    slots.insert("product".to_owned(), SlotContent::Picture { asset: product, focal: None });
    let logo = Logo {
        svg: Asset::new(read("demo/brand/logo.svg")),
        on_dark: Some(Asset::new(read("demo/brand/logo-light.svg"))),
        clear_space: 0.25,
        min_width_px: 64,
    };
    slots.insert("logo".to_owned(), SlotContent::Logo(logo));
    Job { layout, format, locale, palette: palette(), slots, fonts: JobFonts::default() }
}
