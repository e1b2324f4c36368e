//! Copy that is right must pass: the decks and offers that come with Galley, in every locale, and every market's prices as
//! Galley writes them. A rule that cries wolf here would do so in every campaign.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use galley_checks::{GROUPS, check};
use galley_domain::brand_kit::BrandKit;
use galley_domain::bundle::Bundle;
use galley_domain::copy_deck::CopyDeck;

use crate::ad::{Ad, catalog};
use crate::case::{self, Case, OfferPart, TextPart};

const DECKS: [&str; 4] = [
    "demo/copy.csv",
    "global-launch/copy.example.csv",
    "retail-offers/copy.example.csv",
    "social-refresh/copy.example.csv",
];

fn workflows(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows").join(path)
}

fn demo_kit() -> BrandKit {
    let folder = std::fs::read_dir(workflows("demo/brand")).expect("the folder is there");
    let files = folder.map(|file| file.expect("it can be read").path()).map(|path| {
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        (name, std::fs::read(&path).expect("it can be read"))
    });
    let bundle = Bundle::parse(files.collect::<Vec<_>>()).expect("the names are safe");
    BrandKit::parse(&bundle, Some(catalog())).expect("the kit is right")
}

/// What is found in an ad with these texts, which may stand on the picture as a sound ad's do.
fn findings(kit: &BrandKit, fill: impl FnOnce(&mut Case)) -> Vec<String> {
    let mut case = case::sound();
    fill(&mut case);
    for (line, text) in case.texts.iter_mut().enumerate() {
        let [red, green, blue] = kit.palette["ink"];
        (text.ink, text.rect) = ([red, green, blue, 255], [20.0, 4.0 + 20.0 * line as f32, 200.0, 16.0]);
    }
    case.logo = vec![200.0, 210.0, 64.0, 16.0];
    let ad = Ad::with_kit(&case, kit.clone());
    let found = check(&GROUPS.map(str::to_owned), &ad.subject(&case)).findings;
    found.iter().map(|one| format!("{} {}: {}", case.locale, one.rule, one.message)).collect()
}

fn text(slot: &str, text: &str) -> TextPart {
    TextPart { slot: slot.to_owned(), text: text.to_owned(), ..TextPart::default() }
}

#[test]
fn the_decks_that_come_with_galley_pass_in_every_locale() {
    let (kit, mut wrong, mut ads) = (demo_kit(), Vec::new(), 0);
    for path in DECKS {
        let bytes = std::fs::read(workflows(path)).expect("the deck is there");
        let deck = CopyDeck::parse(path, &bytes).expect("the deck is right");
        let messages = String::from_utf8_lossy(&bytes)
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split_once(',')?.0.to_owned()))
            .collect::<std::collections::BTreeSet<_>>();
        for message in &messages {
            let lines = |locale: &str| -> BTreeMap<String, String> {
                let line = |slot: &&str| {
                    Some((slot.to_string(), deck.line(message, slot, locale, &BTreeMap::new()).ok()?.text))
                };
                deck.slots().iter().filter_map(line).collect()
            };
            for locale in deck.locales() {
                let market =
                    catalog().markets.values().find(|market| market.locale == *locale).expect("it is read somewhere");
                let legal = kit.find_legal_line(&market.id).map(|line| text("legal", line));
                ads += 1;
                wrong.extend(findings(&kit, |case| {
                    case.locale.clone_from(locale);
                    case.market.clone_from(&market.id);
                    case.siblings = deck
                        .locales()
                        .iter()
                        .filter(|other| *other != locale)
                        .map(|other| (other.clone(), lines(other)))
                        .collect();
                    case.texts = lines(locale).iter().map(|(slot, line)| text(slot, line)).chain(legal).collect();
                }));
            }
        }
    }
    assert!(ads > 40, "{ads}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_market_s_prices_pass_as_galley_writes_them() {
    let (kit, mut wrong) = (demo_kit(), Vec::new());
    for market in catalog().markets.values() {
        let locale = &catalog().locales[&market.locale];
        for (price, was) in
            [("9", "12"), ("1299", "1499"), ("12345678", "23456789"), ("9.90", "12.50"), ("1299.05", "1500.00")]
        {
            let (Ok(now), Ok(before)) = (locale.format_price(market, price), locale.format_price(market, was)) else {
                continue;
            };
            wrong.extend(findings(&kit, |case| {
                case.locale.clone_from(&market.locale);
                case.market.clone_from(&market.id);
                case.offer = Some(OfferPart { price: price.to_owned(), was_price: Some(was.to_owned()) });
                case.texts = vec![text("price", &now), text("was_price", &before)];
                case.texts.extend(kit.find_legal_line(&market.id).map(|line| text("legal", line)));
            }));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
