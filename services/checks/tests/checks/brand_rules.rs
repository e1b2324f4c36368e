//! Reading a brand's own rules: the example of the documentation, what is wrong with wrong ones and where, and what
//! becomes of two sets. What rules find is in `rules.rs`.

use galley_checks::{BrandRules, Weight};
use galley_domain::source::Document;

use crate::ad::catalog;

fn read(text: &str) -> Result<BrandRules, String> {
    let doc = Document::parse_yaml("rules.yaml", text).map_err(|problems| problems.to_string())?;
    BrandRules::parse(&doc, Some(catalog())).map_err(|problems| problems.to_string())
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let problems = read(text).expect_err("this has problems");
    assert_eq!(problems.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_documented_example_can_be_read() {
    let rules = read(include_str!("../data/rules.yaml")).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((rules.forbidden.len(), rules.required.len(), rules.names.len()), (2, 2, 1));
    assert_eq!((rules.texts.len(), rules.legal.len()), (3, 1));
    assert_eq!(rules.palette.most_distance, Some(2.0));
}

#[test]
fn an_empty_file_asks_for_nothing() {
    assert_eq!(read("{}"), Ok(BrandRules::default()));
}

#[test]
fn words_that_are_not_there() {
    check(
        "forbiden: []\nlogo: { clearspace: 1 }\n",
        &[
            "rules.yaml:1:1: unknown field “forbiden”; did you mean “forbidden”?",
            "rules.yaml:2:9: unknown field “clearspace”; did you mean “clear_space”?",
        ],
    );
    check(
        "forbidden:\n  - { word: gratis, severity: error, forms: all, why: x }\n",
        &[
            "rules.yaml:2:31: “error” is not a choice for “severity”; expected warns or refused",
            "rules.yaml:2:45: “all” is not a choice for “forms”; expected exact or inflected",
        ],
    );
}

#[test]
fn values_that_cannot_be() {
    check(
        "texts:\n  - { slot: Head Line, most_lines: 0 }\n  - { slot: cta }\nlegal:\n  - { markets: [xx], why: law }\n",
        &[
            "rules.yaml:2:13: “Head Line” cannot be the name of a slot; expected small letters, digits and _",
            "rules.yaml:2:36: “most_lines” is too small; expected at least 1",
            "rules.yaml:3:5: this sets no limit; expected least_px, most_lines, least_contrast or least_lc",
            "rules.yaml:5:5: this sets no limit; expected least_px, least_height, least_area, least_contrast or place",
            "rules.yaml:5:17: there is no market “xx”; did you mean “mx”?",
        ],
    );
    check(
        "forbidden:\n  - { word: \"-\", locales: [de-De, xx], why: x }\nnames:\n  - { write: Pikolo, besides: [Pikolo] }\n",
        &[
            "rules.yaml:2:13: “-” has no letter, digit or sign that could be found in a text",
            "rules.yaml:2:28: there is no locale “de-De”; did you mean “de-DE”?",
            "rules.yaml:2:35: there is no locale “xx”",
            "rules.yaml:4:32: “Pikolo” is the right spelling, so it cannot be in “besides”",
        ],
    );
    check(
        "required:\n  - { any: [], why: x }\nproduct: { most_covered: 5 }\n",
        &[
            "rules.yaml:2:12: “any” has too few items; expected at least 1",
            "rules.yaml:3:26: “most_covered” is too large; expected at most 1.0",
        ],
    );
}

#[test]
fn of_two_sets_the_stricter_counts() {
    let one =
        read("logo: { clear_space: 0.5 }\npalette: { most_distance: 4, severity: warns }\n").expect("it is right");
    let other = read(
        "logo: { clear_space: 0.25, severity: refused }\npalette: { most_distance: 2 }\nproduct: { most_cut: 0.1 }\n",
    )
    .expect("it is right");
    for both in [one.clone().and(other.clone()), other.and(one)] {
        assert_eq!((both.logo.clear_space, both.logo.severity), (Some(0.5), Some(Weight::Refused)));
        assert_eq!((both.palette.most_distance, both.palette.severity), (Some(2.0), Some(Weight::Warns)));
        assert_eq!(both.product.most_cut, Some(0.1));
    }
}

#[test]
fn the_version_follows_what_is_said_and_not_how() {
    let digest = |text: &str| read(text).expect("it is right").digest();
    assert_eq!(digest("logo: { clear_space: 0.5 }"), digest("# a comment\nlogo:\n  clear_space: 0.50\n"));
    assert_ne!(digest("logo: { clear_space: 0.5 }"), digest("logo: { clear_space: 0.6 }"));
}
