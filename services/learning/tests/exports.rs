//! Exports: what leaves, in which shape, on which side of the split, and what must be deleted again.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::review::Verdict;
use galley_learning::exports::{Export, Format, Item, Items, Source, deletions};
use galley_learning::{
    Artefact, Body, Comparison, Decision, Event, Level, Mark, Preferred, Shown, Subject, Target, Traces, Turn, Values,
};
use serde_json::Value;

const KEY: &[u8] = b"one key a receiver";

fn subject(revision: &str) -> Subject {
    Subject::open(revision, Traces::default(), Artefact::from_values(&Values::new()).expect("nothing measured"))
}

fn event(id: &str, campaign: &str, actor: &str, body: Body) -> Event {
    let at_ms = 1_767_225_600_000 + id.len() as i64;
    Event { id: id.into(), brand: "brd_a".into(), campaign: campaign.into(), actor: actor.into(), at_ms, body }
}

fn decision(id: &str, campaign: &str, revision: &str, verdict: Verdict, flagged: &[&str]) -> Event {
    let mark = |element: &&str| Mark {
        element: (*element).into(),
        aspect: String::new(),
        is_praise: false,
        severity: 1.0,
        wish: None,
    };
    let body = Decision {
        subject: subject(revision),
        verdict,
        marks: flagged.iter().map(mark).collect(),
        shown: Shown { probability: Some(0.25), ..Shown::default() },
        seconds: None,
        is_first_pass: true,
    };
    event(id, campaign, "usr_anna", Body::Decision(body))
}

fn item(revision: &str, slot: &str, campaign: &str) -> (String, Item) {
    let item = Item {
        output_hash: format!("sha256:{revision}"),
        slot: slot.into(),
        campaign: campaign.into(),
        is_sensitive: false,
        market: "de-DE".into(),
        prompt: format!("A headline for {slot}"),
        text: format!("Words of {revision}"),
        picture: format!("pictures/{revision}.png"),
        inputs: vec!["pictures/product.png".into()],
        model: "painter-2".into(),
    };
    (revision.to_owned(), item)
}

/// Two siblings, a change request carried out, a comparison, a tie, in two campaigns.
fn sample() -> (Vec<Event>, Items) {
    let turn = Turn { before: subject("b"), after: subject("b2"), fixed: 1, still_open: 0 };
    let compare = |left: &str, right: &str, preferred| {
        Body::Comparison(Comparison { left: subject(left), right: subject(right), preferred, shown: Shown::default() })
    };
    let events = vec![
        event("consent", "", "usr_owner", Body::Consent(Level::Everything)),
        decision("d1", "cmp_1", "a", Verdict::Approve, &[]),
        decision("d2", "cmp_1", "b", Verdict::Reject, &["headline"]),
        event("t1", "cmp_1", "usr_ben", Body::Turn(turn)),
        event("c1", "cmp_2", "usr_ben", compare("x", "y", Preferred::Right)),
        event("c2", "cmp_2", "usr_ben", compare("x", "z", Preferred::Tie)),
    ];
    let items = [
        item("a", "slot_1", "cmp_1"),
        item("b", "slot_1", "cmp_1"),
        item("b2", "slot_1", "cmp_1"),
        item("x", "slot_2", "cmp_2"),
        item("y", "slot_2", "cmp_2"),
        item("z", "slot_2", "cmp_2"),
    ];
    (events, items.into_iter().collect())
}

fn values(export: &Export, format: Format) -> Vec<Value> {
    export.lines(format).into_iter().map(|line| line.value).collect()
}

#[test]
fn pairs_come_from_siblings_marks_changes_and_choices() {
    let (events, items) = sample();
    let export = Export::new(&events, &items, KEY).expect("well formed");
    let found: BTreeSet<(&str, &str, Source, Option<&str>)> = export
        .pairs()
        .iter()
        .map(|pair| (pair.chosen.as_str(), pair.rejected.as_str(), pair.source, pair.element.as_deref()))
        .collect();
    let expected = BTreeSet::from([
        ("a", "b", Source::Siblings, None),
        ("a", "b", Source::Mark, Some("headline")),
        ("b2", "b", Source::Change, None),
        ("y", "x", Source::Comparison, None),
        ("x", "z", Source::Comparison, None),
    ]);
    assert_eq!(found, expected);
}

#[test]
fn rows_have_the_shape_their_readers_want() {
    let (events, items) = sample();
    let export = Export::new(&events, &items, KEY).expect("well formed");
    for row in values(&export, Format::Preference) {
        let roles = ["prompt", "chosen", "rejected"].map(|part| row[part][0]["role"].as_str());
        assert_eq!(roles, [Some("user"), Some("assistant"), Some("assistant")]);
        assert_ne!(row["chosen"], row["rejected"]);
        let blocks = row["prompt"][0]["content"].as_array().expect("blocks");
        let pictures = blocks.iter().filter(|block| block["type"] == "image").count();
        assert_eq!(Some(pictures), row["images"].as_array().map(Vec::len));
    }
    for row in values(&export, Format::Reward) {
        assert_eq!(
            (row["chosen"][0]["role"].as_str(), row["chosen"][1]["role"].as_str()),
            (Some("user"), Some("assistant"))
        );
        assert!(row["margin"].as_f64().is_some_and(|margin| margin >= 1.0));
    }
    let labels: Vec<bool> = values(&export, Format::Unpaired).iter().filter_map(|row| row["label"].as_bool()).collect();
    assert_eq!(labels, [true, false]);

    let pictures = values(&export, Format::DiffusionDpo);
    assert_eq!(pictures.len(), 4, "the pair about one element is none of whole pictures");
    for row in &pictures {
        let (zero, one) = (row["label_0"].as_f64(), row["label_1"].as_f64());
        assert_eq!(zero.zip(one).map(|(zero, one)| zero + one), Some(1.0));
        let best = if zero == Some(1.0) { &row["image_0_uid"] } else { &row["image_1_uid"] };
        assert!(row["best_image_uid"] == "tie" || row["best_image_uid"] == *best);
        assert!(row["created_at"].as_str().is_some_and(|at| at.starts_with("2026-01-01T00:00:00")));
    }
    let tasks = values(&export, Format::LabelStudio);
    let chosen: Vec<&Value> = tasks
        .iter()
        .flat_map(|task| task["annotations"][0]["result"].as_array().expect("results"))
        .filter(|result| result["type"] == "pairwise")
        .collect();
    assert_eq!((tasks.len(), chosen.len()), (4, 3), "a tie has no side");
}

/// `datasets` gives a column one type: with pictures in some prompts, all contents are blocks; with none, all are text.
#[test]
fn every_content_of_an_export_has_the_same_type() {
    let (events, mut items) = sample();
    for (leave, is_block) in [(0, true), (3, true), (6, false)] {
        items.values_mut().take(leave).for_each(|item| item.inputs.clear());
        let export = Export::new(&events, &items, KEY).expect("well formed");
        let rows = values(&export, Format::Unpaired);
        assert!(!rows.is_empty());
        for row in rows {
            let contents = [&row["prompt"][0]["content"], &row["completion"][0]["content"]];
            assert_eq!(contents.map(Value::is_array), [is_block; 2], "{leave}");
            assert_eq!(row["images"].is_array(), is_block);
        }
    }
}

#[test]
fn people_are_pseudonyms_and_another_key_gives_others() {
    let (events, items) = sample();
    let text = |key: &[u8]| {
        let export = Export::new(&events, &items, key).expect("well formed");
        let formats = [Format::Preference, Format::Unpaired, Format::Reward, Format::DiffusionDpo, Format::LabelStudio];
        let rows: Vec<Value> = formats.into_iter().flat_map(|format| values(&export, format)).collect();
        serde_json::to_string(&(rows, export.card())).expect("JSON")
    };
    let one = text(KEY);
    for name in ["usr_anna", "usr_ben", "cmp_1"] {
        assert!(!one.contains(name), "{name}");
    }
    assert_eq!(one, text(KEY));
    assert_ne!(one, text(b"another"));
}

#[test]
fn sensitive_withdrawn_and_forgotten_rows_stay_and_are_named() {
    let (events, items) = sample();
    let with = |last: Event| [&events[..], &[last]].concat();
    let cases = [
        (with(event("w", "", "usr_owner", Body::Consent(Level::TracesOnly))), items.clone(), 0, 5),
        (with(event("f", "", "usr_owner", Body::Forget(Target::Campaign("cmp_1".into())))), items.clone(), 2, 3),
        (with(event("f", "", "usr_owner", Body::Forget(Target::Person("usr_ben".into())))), items.clone(), 2, 3),
        (events.clone(), sensitive(&items, "cmp_2"), 3, 2),
        (events[1..].to_vec(), items.clone(), 0, 0),
    ];
    for (at, (events, items, pairs, deleted)) in cases.into_iter().enumerate() {
        let export = Export::new(&events, &items, KEY).expect("well formed");
        assert_eq!(export.pairs().len(), pairs, "case {at}");
        let deletions = deletions(&events, &items).expect("well formed");
        assert_eq!(deletions.events.len(), deleted, "case {at}: {deletions:?}");
        let text = serde_json::to_string(&values(&export, Format::DiffusionDpo)).expect("JSON");
        for hash in &deletions.outputs {
            assert!(!text.contains(&format!("\"{hash}\"")), "case {at}: {hash}");
        }
    }
}

fn sensitive(items: &Items, campaign: &str) -> Items {
    let mut items = items.clone();
    items.values_mut().filter(|item| item.campaign == campaign).for_each(|item| item.is_sensitive = true);
    items
}

#[test]
fn the_same_output_is_one_and_contradictions_cancel() {
    let (mut events, mut items) = sample();
    // `copy` has the bytes of `b`: the pair with `a` is known already.
    let (name, mut copy) = item("copy", "slot_1", "cmp_1");
    copy.output_hash = "sha256:b".into();
    items.insert(name, copy);
    events.push(decision("d3", "cmp_1", "copy", Verdict::Reject, &[]));
    let count = |events: &[Event]| Export::new(events, &items, KEY).expect("well formed").pairs().len();
    assert_eq!(count(&events), 5);
    // Somebody else prefers x to y: one for, one against.
    let against =
        Comparison { left: subject("x"), right: subject("y"), preferred: Preferred::Left, shown: Shown::default() };
    events.push(event("c3", "cmp_2", "usr_cleo", Body::Comparison(against)));
    assert_eq!(count(&events), 4);
}

#[test]
fn no_campaign_and_no_output_is_on_two_sides() {
    let mut events = vec![event("consent", "", "usr_owner", Body::Consent(Level::Everything))];
    let mut items = Items::new();
    for campaign in 0..200 {
        let name = format!("cmp_{campaign}");
        for (revision, verdict) in [("good", Verdict::Approve), ("bad", Verdict::Reject)] {
            let id = format!("{revision}_{campaign}");
            let (key, mut made) = item(&id, &name, &name);
            // Every tenth campaign uses the good picture of the one before.
            if campaign % 10 == 1 && revision == "good" {
                made.output_hash = format!("sha256:good_{}", campaign - 1);
            }
            items.insert(key, made);
            events.push(decision(&format!("d_{id}"), &name, &id, verdict, &[]));
        }
    }
    let export = Export::new(&events, &items, KEY).expect("well formed");
    let lines = export.lines(Format::DiffusionDpo);
    let mut sides: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for line in &lines {
        for key in ["x_campaign", "x_chosen", "x_rejected"] {
            sides.entry(line.value[key].to_string()).or_default().insert(line.split.word());
        }
    }
    let on_two: Vec<_> = sides.iter().filter(|(_, sides)| sides.len() > 1).collect();
    assert!(on_two.is_empty(), "{on_two:?}");
    let train = lines.iter().filter(|line| line.split.word() == "train").count();
    assert!((130..190).contains(&train), "{train} of {} train", lines.len());
}
