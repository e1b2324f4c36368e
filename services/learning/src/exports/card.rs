//! The data card: what is in an export, how it came about, and what is known to be wrong with it. Counts of what is there,
//! no praise.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Export, Format};
use crate::event::{Arm, Body, Preferred};
use crate::guard::Count;

/// See [`Export::card`].
pub fn card(export: &Export) -> Value {
    let people: BTreeSet<&str> = export.admitted.iter().map(|row| row.event.actor.as_str()).collect();
    let consent: BTreeSet<&str> = export.admitted.iter().map(|row| row.consent.as_str()).collect();
    json!({
        "schema": "galley-export/1",
        "rows": rows(export),
        "pairs_by_source": count(export.pairs.iter().map(|pair| pair.source.word().to_owned())),
        "pairs_by_element": count(export.pairs.iter().filter_map(|pair| pair.element.clone())),
        "pairs_by_market": count(export.pairs.iter().map(|pair| export.item(&pair.chosen).market.clone())),
        "campaigns_by_split": count(export.splits.values().map(|split| split.word().to_owned())),
        "people": people.len(),
        "consent": consent,
        "reviewer_agreement": agreement(export),
        "policy": policy(export),
        "position_bias": position_bias(export),
        "known_limits": [
            "Approvals are of what was shown: candidates nobody saw are missing. Weight by x_probability where it is given, and judge no new policy on rows without it.",
            "Siblings differ in more than what was liked; only per-element pairs name the reason.",
            "Left and first are preferred a little; see position_bias.",
            "One organization's taste, of its markets only.",
        ],
    })
}

fn rows(export: &Export) -> Value {
    let formats = [Format::Preference, Format::Unpaired, Format::Reward, Format::DiffusionDpo, Format::LabelStudio];
    let counts: BTreeMap<String, BTreeMap<String, u32>> = formats
        .into_iter()
        .map(|format| {
            let name = serde_json::to_value(format).ok().and_then(|value| value.as_str().map(str::to_owned));
            let lines = export.lines(format);
            (name.unwrap_or_default(), count(lines.iter().map(|line| line.split.word().to_owned())))
        })
        .collect();
    json!(counts)
}

fn count(words: impl Iterator<Item = String>) -> BTreeMap<String, u32> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}

/// Pairs of people who decided on the same output, and how many agreed.
fn agreement(export: &Export) -> Value {
    let mut by_output: BTreeMap<&str, BTreeMap<&str, bool>> = BTreeMap::new();
    for row in &export.admitted {
        if let Body::Decision(decision) = &row.event.body {
            let hash = &export.item(decision.subject.revision()).output_hash;
            by_output.entry(hash).or_default().insert(&row.event.actor, decision.verdict.is_approval());
        }
    }
    let mut agreed = Count::default();
    for verdicts in by_output.values() {
        let verdicts: Vec<bool> = verdicts.values().copied().collect();
        for (at, one) in verdicts.iter().enumerate() {
            verdicts[at + 1..].iter().for_each(|other| agreed.add(one == other));
        }
    }
    json!({ "pairs_of_people": agreed.of, "agreed": agreed.approved })
}

fn policy(export: &Export) -> Value {
    let shown: Vec<_> = export
        .admitted
        .iter()
        .filter_map(|row| match &row.event.body {
            Body::Decision(decision) => Some(&decision.shown),
            _ => None,
        })
        .collect();
    let known: Vec<f64> = shown.iter().filter_map(|shown| shown.probability).collect();
    let of = |arm: Arm| shown.iter().filter(|shown| shown.arm == arm).count();
    json!({
        "decisions": shown.len(),
        "by_model": of(Arm::Model),
        "by_holdout": of(Arm::Holdout),
        "with_probability": known.len(),
        "smallest_probability": known.iter().copied().reduce(f64::min),
        "mean_probability": (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64),
    })
}

fn position_bias(export: &Export) -> Value {
    let mut left = Count::default();
    for row in &export.admitted {
        if let Body::Comparison(comparison) = &row.event.body
            && comparison.preferred != Preferred::Tie
        {
            left.add(comparison.preferred == Preferred::Left);
        }
    }
    json!({ "comparisons": left.of, "left_preferred": left.approved })
}
