//! Contact sheets of every layout in every format and many languages, to be looked at: composes
//! the demo campaign and the example campaigns from the files in `workflows/` into a folder.
//! `cargo run --example proof -p galley-compose -- [OUT] [LAYOUT] [LOCALE…]`. Not a test: a person judges.

mod stock;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

use galley_compose::sketch::{Scene, paint};
use galley_compose::{Asset, Job, Palette, SlotContent};
use galley_domain::copy_deck::CopyDeck;
use galley_domain::format::Format;
use galley_domain::product_feed::ProductFeed;
use stock::{Fallible, Stock};

/// What is put on the sheets.
struct Campaign {
    layout: &'static str,
    formats: &'static [&'static str],
    messages: &'static [&'static str],
    scenes: &'static [&'static str],
    markets: &'static [&'static str],
    copy: &'static str,
    product: Option<&'static str>,
}

const FORMATS: &[&str] = &[
    "meta.feed_square",
    "meta.feed_portrait",
    "meta.stories",
    "gads.rda_landscape",
    "youtube.thumbnail",
    "iab.medium_rectangle",
    "gads.336x280",
    "gads.300x600",
    "iab.skyscraper",
    "iab.billboard",
    "iab.leaderboard",
    "iab.smartphone_banner_320",
];

const CAMPAIGNS: &[Campaign] = &[
    Campaign {
        layout: "global-launch/layouts/hero",
        formats: FORMATS,
        messages: &["morning", "evening"],
        scenes: &[
            "low early sun through a kitchen window, long soft shadows",
            "dusk, deep browns, one warm lamp, glints of amber",
        ],
        markets: &["gb", "de", "fr", "gr", "ae", "il", "jp", "th", "in"],
        copy: "demo/copy.csv",
        product: Some("demo/cup.png"),
    },
    Campaign {
        layout: "social-refresh/layouts/type-led",
        formats: FORMATS,
        messages: &["alarm", "window"],
        scenes: &["paper in raking light", "linen, dusk"],
        markets: &["gb", "de", "fr"],
        copy: "social-refresh/copy.example.csv",
        product: None,
    },
    Campaign {
        layout: "retail-offers/layouts/offer",
        formats: FORMATS,
        messages: &["house-beans", "moka-pot"],
        scenes: &["a plain studio backdrop, seamless surface, one soft shadow"; 2],
        markets: &["gb", "de", "fr"],
        copy: "retail-offers/copy.example.csv",
        product: Some("offer"),
    },
];

fn main() -> Fallible<()> {
    let mut words = std::env::args().skip(1);
    let out = PathBuf::from(words.next().unwrap_or_else(|| "/tmp/proof".to_owned()));
    let only_layout = words.next().unwrap_or_default();
    let only: Vec<String> = words.collect();
    std::fs::create_dir_all(&out)?;
    let stock = Stock::read()?;
    for campaign in CAMPAIGNS.iter().filter(|campaign| campaign.layout.contains(&only_layout)) {
        for market in campaign.markets.iter().filter(|market| only.is_empty() || only.iter().any(|o| o == *market)) {
            for (index, message) in campaign.messages.iter().enumerate() {
                let name = campaign.layout.rsplit('/').next().unwrap_or_default();
                for (size, is_large) in [("large", true), ("small", false)] {
                    let sheet = sheet(&stock, campaign, market, index, is_large)?;
                    sheet.save(out.join(format!("{name}-{message}-{market}-{size}.png")))?;
                }
            }
        }
    }
    Ok(())
}

/// A sheet of the formats for which `is_wanted`.
fn sheet(stock: &Stock, campaign: &Campaign, market: &str, index: usize, is_large: bool) -> Fallible<image::RgbaImage> {
    let mut sheet = image::RgbaImage::from_pixel(1230, 1000, image::Rgba([226, 226, 228, 255]));
    let (mut x, mut y, mut row) = (12i64, 12i64, 0i64);
    for id in campaign.formats {
        let format = stock.catalog.formats.get(*id).ok_or(format!("no format {id}"))?;
        if is_large != (format.width > 1000) {
            continue;
        }
        let job = job(stock, campaign, market, (index, format))?;
        let start = Instant::now();
        let composed = stock.studio.compose(&job)?;
        let took = start.elapsed();
        for text in &composed.facts.texts {
            if text.overflow || text.contrast < 4.5 || !text.missing_glyphs.is_empty() {
                println!(
                    "{market} {id} {}: overflow {} contrast {:.1} missing {:?} at {:.1}px",
                    text.slot, text.overflow, text.contrast, text.missing_glyphs, text.font_px
                );
            }
        }
        if std::env::var("TIMES").is_ok() {
            let best = |work: &dyn Fn()| {
                let times = (0..7).map(|_| {
                    let start = Instant::now();
                    work();
                    start.elapsed().as_secs_f64() * 1000.0
                });
                times.fold(f64::MAX, f64::min)
            };
            let draw = best(&|| drop(stock.studio.draw(&job)));
            let whole = best(&|| drop(stock.studio.compose(&job)));
            println!("{market} {id} warm: draw {draw:.1} ms, whole {whole:.1} ms");
            println!(
                "{market} {id} {:.1} ms, {} bytes, q{}",
                took.as_secs_f64() * 1000.0,
                composed.bytes.len(),
                composed.quality
            );
        }
        let mut picture = image::load_from_memory(&composed.bytes)?.to_rgba8();
        if is_large {
            let size = (format.width * 9 / 20, format.height * 9 / 20);
            picture = image::imageops::resize(&picture, size.0, size.1, image::imageops::FilterType::Lanczos3);
        }
        let size = picture.dimensions();
        if x + i64::from(size.0) > 1225 {
            (x, y, row) = (12, y + row + 12, 0);
        }
        image::imageops::overlay(&mut sheet, &picture, x, y);
        (x, row) = (x + i64::from(size.0) + 12, row.max(i64::from(size.1)));
    }
    Ok(image::imageops::crop_imm(&sheet, 0, 0, 1230, ((y + row + 12) as u32).min(1000)).to_image())
}

fn job(stock: &Stock, campaign: &Campaign, market: &str, what: (usize, &Format)) -> Fallible<Job> {
    let (index, format) = what;
    let message = campaign.messages[index];
    let locale = stock.catalog.find_locale_of(market).ok_or("no locale")?.clone();
    let place = stock.catalog.markets.get(market).ok_or("no market")?;
    let deck = CopyDeck::parse(campaign.copy, &std::fs::read(stock.root.join(campaign.copy))?)?;
    let palette = stock.palette();
    let mut slots = BTreeMap::new();
    for slot in ["headline", "subline", "cta"] {
        if let Ok(line) = deck.line(message, slot, &locale.tag, &BTreeMap::new()) {
            slots.insert(slot.to_owned(), SlotContent::Text(line.text));
        }
    }
    if let Some(line) = stock.kit.find_legal_line(market) {
        slots.insert("legal".to_owned(), SlotContent::Text(line.to_owned()));
    }
    let mut product = campaign.product.map(str::to_owned);
    if product.as_deref() == Some("offer") {
        let file = "retail-offers/offers.example.csv";
        let feed = ProductFeed::parse(file, &std::fs::read(stock.root.join(file))?)?;
        let offer = feed.find(message, market).ok_or("no offer")?;
        let mut text = |slot: &str, text: Option<String>| {
            text.map(|text| slots.insert(slot.to_owned(), SlotContent::Text(text)));
        };
        text("title", Some(offer.title.clone()));
        text("unit", offer.unit.clone());
        text("price", Some(locale.format_price(place, &offer.price)?));
        text("was_price", offer.was_price.as_ref().map(|was| locale.format_price(place, was)).transpose()?);
        product = offer.image.as_ref().map(|image| format!("retail-offers/{image}"));
    }
    if let Some(product) = product {
        let asset = Asset::new(std::fs::read(stock.root.join(product))?);
        slots.insert("product".to_owned(), SlotContent::Picture { asset, focal: None });
    }
    slots.insert("logo".to_owned(), SlotContent::Logo(stock.logo()?));
    slots.insert(
        "scene".to_owned(),
        SlotContent::Picture { asset: scene(campaign.scenes[index], format, &palette)?, focal: None },
    );
    let layout = Asset::new(std::fs::read(stock.root.join(campaign.layout).join("layout.toml"))?);
    let layout = stock.studio.layout(campaign.layout, &layout).map_err(|problems| problems.to_string())?;
    Ok(Job { layout, format: format.clone(), locale, palette, slots, fonts: stock.fonts() })
}

/// One scene per shape, made once.
fn scene(words: &str, format: &Format, palette: &Palette) -> Fallible<Asset> {
    let (width, height) = match format.shape().word() {
        "tower" => (640, 1600),
        "tall" => (1080, 1920),
        "square" => (1200, 1200),
        "wide" => (1920, 1080),
        _ => (1940, 500),
    };
    let scene =
        Scene { width, height, palette: palette.clone(), seed: 7, style: String::new(), words: words.to_owned() };
    static MADE: Mutex<BTreeMap<(String, u32, u32), Asset>> = Mutex::new(BTreeMap::new());
    let key = (words.to_owned(), width, height);
    let mut made = MADE.lock().map_err(|_| "poisoned")?;
    if let Some(asset) = made.get(&key) {
        return Ok(asset.clone());
    }
    let start = Instant::now();
    let painted = paint(&scene)?;
    println!(
        "scene {} {width}×{height} in {:.0} ms, {} bytes",
        painted.facts.style,
        start.elapsed().as_secs_f64() * 1000.0,
        painted.bytes.len()
    );
    let asset = Asset::new(painted.bytes);
    made.insert(key, asset.clone());
    Ok(asset)
}
