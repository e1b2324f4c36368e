//! The campaign's files: 10 markets × 50 messages × 4 small formats of one shape = 2,000 ads from 50 pictures. Knows
//! nothing of servers.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use galley::client::Upload;

/// Markets with the locale that they read.
const MARKETS: [(&str, &str); 10] = [
    ("gb", "en-GB"),
    ("de", "de-DE"),
    ("fr", "fr-FR"),
    ("es", "es-ES"),
    ("it", "it-IT"),
    ("pl", "pl-PL"),
    ("nl", "nl-NL"),
    ("se", "sv-SE"),
    ("pt", "pt-PT"),
    ("dk", "da-DK"),
];
const FORMATS: [&str; 4] = ["iab.smartphone_banner_300", "iab.smartphone_banner_320", "gads.320x100", "gads.468x60"];
/// Each has one picture.
pub const MESSAGES: usize = 50;
pub const ADS: usize = MARKETS.len() * MESSAGES * FORMATS.len();
/// Copy, pictures, ads and their checks.
pub const TASKS: usize = MARKETS.len() * MESSAGES + MESSAGES + 2 * ADS;

/// The folder of the workflow.
pub fn workflow() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("faults/files/workflow")
}

/// The folder of the demo's brand kit.
pub fn brand_kit() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/demo/brand")
}

/// The brief and its copy deck, as the parts of a form.
pub fn uploads() -> Vec<Upload> {
    let upload = |field, name: &str, text: String| Upload { field, name: name.to_owned(), bytes: text.into_bytes() };
    vec![upload("brief", "brief.yaml", brief()), upload("files", "copy.csv", copy_deck())]
}

/// Every cell that there must be an ad for: market, message, format.
pub fn cells() -> BTreeSet<[String; 3]> {
    let mut cells = BTreeSet::new();
    for (market, _) in MARKETS {
        for message in messages() {
            cells.extend(FORMATS.map(|format| [market.to_owned(), message.clone(), format.to_owned()]));
        }
    }
    cells
}

fn messages() -> impl Iterator<Item = String> {
    (1..=MESSAGES).map(|number| format!("cup-{number:02}"))
}

fn brief() -> String {
    let mut text = String::from("campaign: kill-test\ntitle: Kill test\nbrand: ombrava\nworkflow: kill-test\n");
    write!(text, "markets: [{}]\nmessages:\n", MARKETS.map(|(market, _)| market).join(", ")).expect(WRITES);
    for message in messages() {
        writeln!(text, "  - {{ id: {message}, title: {message}, scene: \"morning light, {message}\" }}").expect(WRITES);
    }
    write!(text, "formats: [{}]\ninputs: {{ copy: copy.csv }}\n", FORMATS.join(", ")).expect(WRITES);
    text.push_str("starts: 2026-12-01\nends: 2027-01-31\n");
    text.push_str("budget: { amount: \"1.00\", currency: EUR, hard: true }\nsensitivity: normal\nregulated: false\n");
    text
}

/// A line of its own for every market and message, so that no ad has the bytes of another.
fn copy_deck() -> String {
    let mut text = format!("message,slot,max_chars,{}\n", MARKETS.map(|(_, locale)| locale).join(","));
    for message in messages() {
        let lines = MARKETS.map(|(market, _)| format!("{message} {market}")).join(",");
        writeln!(text, "{message},headline,28,{lines}").expect(WRITES);
    }
    text
}

const WRITES: &str = "writing to a text cannot fail";
