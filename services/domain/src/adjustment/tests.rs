//! What is read, what is refused, how turns are laid over one another, and what of it goes into keys.

use super::*;
use crate::digest::Digest;

fn changes(value: &Value) -> Result<Changes, Vec<String>> {
    let read = Changes::parse("/adjustments", value.as_object().expect("an object in the test"));
    read.map_err(|problems| problems.0.iter().map(|problem| format!("{}: {}", problem.file, problem.message)).collect())
}

fn after(turns: &[Value]) -> Adjustments {
    let lay = |before: Adjustments, turn| before.with(&changes(turn).expect("a right turn"));
    turns.iter().fold(Adjustments::default(), lay)
}

fn key(adjustments: &Adjustments) -> Digest {
    let mut hasher = Hasher::new("test");
    adjustments.feed(&mut hasher);
    hasher.finish()
}

#[test]
fn a_later_turn_overrides_field_by_field_and_null_takes_back() {
    use serde_json::json;
    for (turns, expected) in [
        (vec![json!({})], json!({})),
        (
            vec![json!({"cta": {"scale": 1.5}}), json!({"cta": {"color": "ink"}})],
            json!({"cta": {"color": "ink", "scale": 1.5}}),
        ),
        (
            vec![json!({"cta": {"scale": 1.5, "hide": true}}), json!({"cta": {"scale": 0.5}})],
            json!({"cta": {"hide": true, "scale": 0.5}}),
        ),
        (
            vec![json!({"cta": {"scale": 1.5, "hide": true}}), json!({"cta": {"scale": null}})],
            json!({"cta": {"hide": true}}),
        ),
        (vec![json!({"cta": {"scale": 1.5}}), json!({"cta": {"scale": null}})], json!({})),
        (
            vec![json!({"cta": {"scale": 1.5}, "logo": {"zoom": 2}}), json!({"cta": null})],
            json!({"logo": {"zoom": 2.0}}),
        ),
        // What would change nothing is nothing.
        (vec![json!({"cta": {"scale": 1, "zoom": 1.0, "shift": [0, -0.0], "hide": false}})], json!({})),
        (vec![json!({"cta": {"scale": 1.5}}), json!({"cta": {"scale": 1}})], json!({})),
        (vec![json!({"cta": {"shift": [0.123456, -1]}})], json!({"cta": {"shift": [0.1235, -1.0]}})),
    ] {
        let found = after(&turns);
        assert_eq!(serde_json::to_value(&found).expect("plain data"), expected, "{turns:?}");
        let read: Adjustments = serde_json::from_value(expected).expect("what was written");
        assert_eq!(read, found);
    }
}

#[test]
fn what_cannot_be_is_refused_where_it_stands() {
    use serde_json::json;
    let long = "x".repeat(MAX_CHARS + 1);
    for (wrong, told) in [
        (json!({"cta": {"scale": 4.1}}), "/adjustments/cta/scale: expected a number of 0.25 to 4"),
        (json!({"cta": {"scale": 1e300}}), "/adjustments/cta/scale: expected a number of 0.25 to 4"),
        (json!({"cta": {"scale": "NaN"}}), "/adjustments/cta/scale: expected a number of 0.25 to 4"),
        (json!({"cta": {"zoom": 0.5}}), "/adjustments/cta/zoom: expected a number of 1 to 8"),
        (json!({"cta": {"shift": [0.1]}}), "/adjustments/cta/shift: expected two numbers of -1 to 1"),
        (json!({"cta": {"shift": [0, 2]}}), "/adjustments/cta/shift: expected two numbers of -1 to 1"),
        (json!({"cta": {"focal": [-0.1, 0]}}), "/adjustments/cta/focal: expected two numbers of 0 to 1"),
        (json!({"cta": {"color": "#ff0000"}}), "/adjustments/cta/color: expected the name of a colour"),
        (json!({"cta": {"text": " "}}), "/adjustments/cta/text: expected 1 to 2000 characters"),
        (json!({"cta": {"text": long}}), "/adjustments/cta/text: expected 1 to 2000 characters"),
        (json!({"cta": {"text": "a\u{0}b"}}), "/adjustments/cta/text: expected a text without the character 0"),
        (json!({"cta": {"hide": 1}}), "/adjustments/cta/hide: expected true or false"),
        (json!({"cta": {"colour": "ink"}}), "/adjustments/cta/colour: an adjustment has no such field; it has text"),
        (json!({"a/b": 7}), "/adjustments/a~1b: expected fields such as"),
        (json!({"": {}}), "/adjustments/: the name of a slot has 1 to 64 bytes"),
    ] {
        let problems = changes(&wrong).expect_err("it is wrong");
        assert!(problems.len() == 1 && problems[0].starts_with(told), "{wrong}: {problems:?}");
    }
    let many = (0..=MAX_SLOTS).map(|slot| (format!("slot_{slot}"), json!({"hide": true})));
    assert!(changes(&Value::Object(many.collect())).is_err());
}

#[test]
fn differences_lead_from_one_to_the_other() {
    use serde_json::json;
    let states = [
        json!({}),
        json!({"cta": {"scale": 1.5, "color": "ink"}}),
        json!({"cta": {"scale": 2.0}, "headline": {"text": "New", "shift": [0.1, 0.0]}}),
        json!({"product": {"hide": true}}),
    ];
    for from in &states {
        for to in &states {
            let [before, then] = [from, to].map(|state| after(std::slice::from_ref(state)));
            assert_eq!(before.clone().with(&Changes::between(&before, &then)), then, "{from} to {to}");
        }
    }
    let told = after(&states[1..2]).differences(&after(&states[2..3]));
    let told: Vec<String> = told
        .iter()
        .map(|one| {
            let side = |side: &Option<Setting>| side.as_ref().map_or("-".to_owned(), Setting::written);
            format!("{} {} {} {}", one.slot, one.field.word(), side(&one.from), side(&one.to))
        })
        .collect();
    assert_eq!(told, ["cta scale 15000 20000", "cta color ink -", "headline text - New", "headline shift - 1000 0"]);
}

#[test]
fn one_change_after_another_is_both() {
    use serde_json::json;
    let start = json!({"cta": {"scale": 1.5, "color": "ink"}, "logo": {"scale": 2}});
    let turns = [
        json!({"cta": null}),
        json!({"cta": {"color": "accent"}}),
        json!({"logo": {"scale": null}}),
        json!({"logo": null}),
    ];
    for first in &turns {
        for second in &turns {
            let [one, two] = [first, second].map(|turn| changes(turn).expect("a right turn"));
            let apart = after(std::slice::from_ref(&start)).with(&one).with(&two);
            assert_eq!(after(std::slice::from_ref(&start)).with(&one.then(two)), apart, "{first} then {second}");
        }
    }
}

#[test]
fn keys_follow_every_field_and_texts_keep_theirs() {
    use serde_json::json;
    let settings = [
        json!({"text": "ink"}),
        json!({"color": "ink"}),
        json!({"fill": "ink"}),
        json!({"shift": [0.1, 0.2]}),
        json!({"focal": [0.1, 0.2]}),
        json!({"scale": 2}),
        json!({"zoom": 2}),
        json!({"hide": true}),
    ];
    let mut keys: Vec<Digest> = settings.iter().map(|fields| key(&after(&[json!({"cta": fields})]))).collect();
    keys.push(key(&after(&[json!({"headline": {"text": "ink"}})])));
    keys.push(key(&Adjustments::default()));
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
    assert_eq!(key(&Adjustments::default()), Hasher::new("test").finish(), "none changes nothing");
    let mut texts = Hasher::new("test");
    texts.text("edit", "cta").text("text", "Go").text("edit", "headline").text("text", "New");
    let changed = after(&[json!({"headline": {"text": "New"}, "cta": {"text": "Go"}})]);
    assert_eq!(key(&changed), texts.finish(), "as it was while only texts could be changed");
    let texts = [("headline", "New"), ("cta", "Go")].map(|(slot, text)| (slot.to_owned(), text.to_owned()));
    assert_eq!(Adjustments::of_texts(texts), changed);
}

#[test]
fn words_are_told_from_the_rest() {
    use serde_json::json;
    let both = changes(&json!({"cta": {"text": "Go", "scale": 2}, "headline": {"text": "New"}})).expect("right");
    assert!(both.has_texts());
    assert_eq!(both.without_texts(), changes(&json!({"cta": {"scale": 2}})).expect("right"));
    assert!(!both.without_texts().has_texts());
}
