//! Ads with the legal line of another market.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::brand_kit::BrandKit;

use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{plain, quote, the_slot};

pub(super) struct ForeignLegalLine;

impl Rule for ForeignLegalLine {
    const NAME: &'static str = "foreign_legal_line";
    const GROUP: &'static str = "legal";
    const TEXT: Text = Text {
        what: "Refuses an ad that shows a line which the brand kit gives for other markets only: in the legal slot \
               anywhere in the text, in other slots where it is the whole text. Markets that share a line may both \
               show it.",
        why: "A legal line never falls back to another market's: it would promise, or leave out, what that law says.",
        example: "“Serviervorschlag. © 2026 Ombrava”, the line of Germany, on an ad for Austria, which has none.",
        fix: "Compose the ad again. If the market may use that line, write it into the brand kit for this market \
               too.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let own = subject.kit.find_legal_line(subject.market).map(plain);
        let mut foreign: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (market, line) in subject.kit.legal.iter().filter(|(_, line)| Some(plain(line)) != own) {
            foreign.entry(plain(line)).or_default().push(market);
        }
        for text in subject.texts() {
            let drawn = plain(&text.text);
            let is_shown = |line: &str| {
                let seen = besides(&drawn, own.as_deref().filter(|own| own.contains(line)));
                if text.slot == "legal" { seen.contains(line) } else { seen == line }
            };
            let shown: Vec<_> = foreign.iter().filter(|(line, _)| is_shown(line)).collect();
            let Some((line, markets)) = shown.into_iter().max_by_key(|(line, _)| line.len()) else { continue };
            let (name, market, theirs) = (the_slot(&text.slot), subject.market, markets.join(", "));
            let message =
                format!("{name} on this ad for “{market}” is the line of other markets ({theirs}): {}.", quote(line));
            let limit = own.as_deref().map_or("no legal line".to_owned(), quote);
            report.refuse(message).on(text).limit(limit).measured(quote(line)).source(subject.kit_as_source());
        }
    }
}

/// See [`crate::quoted_lines`].
pub(crate) fn quoted_lines<'t>(kit: &BrandKit, texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<String> {
    let lines: BTreeMap<&String, String> = kit.legal.iter().map(|(market, line)| (market, plain(line))).collect();
    // No line has a line break in it, so none is found where two texts meet.
    let texts: Vec<String> = texts.into_iter().map(plain).collect();
    let texts = texts.join("\n");
    let is_quoted = |line: &String| {
        texts.contains(line.as_str()) || lines.values().any(|other| other != line && other.contains(line.as_str()))
    };
    lines.iter().filter(|(_, line)| is_quoted(line)).map(|(market, _)| (*market).clone()).collect()
}

/// What is drawn without our own line, in which another market's may well be contained.
fn besides(drawn: &str, own: Option<&str>) -> String {
    own.map_or_else(|| drawn.to_owned(), |own| drawn.replacen(own, "\n", 1))
}
