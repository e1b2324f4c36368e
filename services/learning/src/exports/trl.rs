//! TRL's conversational rows, of an ad's words. Pairs whose words are the same say nothing about words and are left out.

use serde_json::{Value, json};

use super::pairs::Pair;
use super::{Export, Item, Line, merged};
use crate::event::Body;

/// `prompt`, `chosen`, `rejected`, and `images` where pictures came with the prompt.
pub fn preference(export: &Export) -> Vec<Line> {
    let row = |pair: &Pair, chosen: &Item, rejected: &Item| {
        let row = json!({
            "prompt": [user(export, chosen)],
            "chosen": [assistant(export, chosen)],
            "rejected": [assistant(export, rejected)],
        });
        merged(merged(row, images(export, chosen)), export.ids(pair))
    };
    of_words(export, row)
}

/// Whole conversations and a margin.
pub fn reward(export: &Export) -> Vec<Line> {
    let row = |pair: &Pair, chosen: &Item, rejected: &Item| {
        let row = json!({
            "chosen": [user(export, chosen), assistant(export, chosen)],
            "rejected": [user(export, chosen), assistant(export, rejected)],
            "margin": pair.margin,
        });
        merged(merged(row, images(export, chosen)), export.ids(pair))
    };
    of_words(export, row)
}

fn of_words(export: &Export, row: impl Fn(&Pair, &Item, &Item) -> Value) -> Vec<Line> {
    let mut lines = Vec::new();
    for pair in export.pairs.iter().filter(|pair| !pair.is_tie && is_about_words(pair)) {
        let (chosen, rejected) = (export.item(&pair.chosen), export.item(&pair.rejected));
        let differs = chosen.text.trim() != rejected.text.trim();
        // Answers to different questions are no preference between answers.
        let same_question = chosen.prompt == rejected.prompt && chosen.inputs == rejected.inputs;
        if differs && same_question && !chosen.text.trim().is_empty() && !rejected.text.trim().is_empty() {
            lines.push(Line { split: export.split_of(&pair.campaign), value: row(pair, chosen, rejected) });
        }
    }
    lines
}

/// A pair about one element is about words only where the element has words.
fn is_about_words(pair: &Pair) -> bool {
    let has_words = |element: &String| matches!(element.as_str(), "headline" | "subline" | "cta" | "legal");
    pair.element.as_ref().is_none_or(has_words)
}

/// One row a decision: approved or not. The first decision on each output counts, and contradicted ones do not.
pub fn unpaired(export: &Export) -> Vec<Line> {
    let mut by_output: std::collections::BTreeMap<&str, Vec<(usize, bool)>> = std::collections::BTreeMap::new();
    for (at, row) in export.admitted.iter().enumerate() {
        if let Body::Decision(decision) = &row.event.body {
            let item = export.item(decision.subject.revision());
            by_output.entry(&item.output_hash).or_default().push((at, decision.verdict.is_approval()));
        }
    }
    let mut firsts: Vec<(usize, bool)> = by_output
        .into_values()
        .filter(|verdicts| verdicts.iter().all(|(_, approved)| *approved == verdicts[0].1))
        .map(|verdicts| verdicts[0])
        .collect();
    firsts.sort_unstable();
    firsts.into_iter().filter_map(|(at, approved)| unpaired_line(export, at, approved)).collect()
}

fn unpaired_line(export: &Export, at: usize, approved: bool) -> Option<Line> {
    let row = &export.admitted[at];
    let Body::Decision(decision) = &row.event.body else { return None };
    let item = export.item(decision.subject.revision());
    if item.text.trim().is_empty() {
        return None;
    }
    let value = json!({
        "prompt": [user(export, item)],
        "completion": [assistant(export, item)],
        "label": approved,
        "x_events": [row.event.id],
        "x_output": item.output_hash,
        "x_campaign": export.pseudonyms.of("c", &item.campaign),
        "x_people": [export.pseudonyms.of("p", &row.event.actor)],
        "x_consent": [row.consent],
        "x_market": item.market,
        "x_probability": decision.shown.probability,
    });
    Some(Line { split: export.split_of(&item.campaign), value: merged(value, images(export, item)) })
}

/// As many image blocks as images, before the words, as TRL wants them. Where any prompt of the export came with pictures,
/// every row is made of blocks: a column has one type.
fn user(export: &Export, item: &Item) -> Value {
    if !export.has_inputs {
        return json!({ "role": "user", "content": item.prompt });
    }
    let mut blocks: Vec<Value> = item.inputs.iter().map(|_| json!({ "type": "image", "text": null })).collect();
    blocks.push(json!({ "type": "text", "text": item.prompt }));
    json!({ "role": "user", "content": blocks })
}

fn assistant(export: &Export, item: &Item) -> Value {
    if !export.has_inputs {
        return json!({ "role": "assistant", "content": item.text });
    }
    json!({ "role": "assistant", "content": [{ "type": "text", "text": item.text }] })
}

fn images(export: &Export, item: &Item) -> Value {
    if !export.has_inputs {
        return json!({});
    }
    json!({ "images": item.inputs.iter().map(|path| picture(path)).collect::<Vec<_>>() })
}

/// An image as `datasets` reads it.
pub fn picture(path: &str) -> Value {
    json!({ "bytes": null, "path": path })
}
