//! Plans as data: what is asked of which offer, and what becomes of each part of it. No backend is here.

use bytes::Bytes;

use super::*;
use crate::ports::{DataPolicy, RateCard, Turn};

const EVERYTHING: Offer = Offer {
    native: Features::of(&[Feature::Seed, Feature::Negative, Feature::Mask, Feature::Roles, Feature::Quality]),
    most_outputs: 4,
    most_references: 8,
    sizes: Sizes::Multiples { of: 16, most_pixels: 4_000_000, most_stretch: 4 },
    memory: Memory::Replay,
    prompt_chars: 1_000,
};
const LITTLE: Offer = Offer {
    native: Features::NONE,
    most_outputs: 1,
    most_references: 1,
    sizes: Sizes::Ratios(&[(1, 1), (16, 9), (9, 16)]),
    memory: Memory::None,
    prompt_chars: 1_000,
};

fn rich() -> Request {
    let mut request = Request::new("key", Work::ImageEdit, "a cup");
    let medium = |bytes: &'static str, role| Media::new("image/png", Bytes::from_static(bytes.as_bytes()), role);
    let product = Media { name: Some("the cup".to_owned()), ..medium("p", Role::Product) };
    let media = [medium("s", Role::Source), product, medium("l", Role::Logo), medium("m", Role::Mask)];
    request.turns[0].parts.extend(media.into_iter().map(Part::Media));
    request.want.count = 3;
    request.want.size = Some((1_920, 1_080));
    request.controls.seed = Some(7);
    request.controls.negative = Some("people".to_owned());
    request.controls.strength = Some(0.5);
    request
}

fn plan(request: &Request, offer: Offer) -> CallPlan {
    CallPlan::new(request, "here", Some(offer), &Terms::default()).expect("it fits")
}

#[test]
fn what_an_offer_holds_is_native_and_nothing_is_hidden() {
    use Feature::{Count, Mask, Negative, References, Roles, Seed, Size, Strength};
    let rich = rich();
    let all = plan(&rich, EVERYTHING);
    assert_eq!(all.native, [References, Mask, Roles, Negative, Seed, Count]);
    assert_eq!(all.emulated, [(Size, How::Nearest(1_920, 1_088))]);
    assert_eq!(all.dropped, [Strength]);
    assert_eq!(all.calls.len(), 1);
    assert_eq!((all.calls[0].key.as_str(), all.calls[0].want.count), ("key-0", 3));
    assert_eq!(all.calls[0].instruction(), "a cup");

    let little = plan(&rich, LITTLE);
    assert_eq!(little.native, [References, Size]);
    assert_eq!(little.emulated, [(Roles, How::InPrompt), (Negative, How::InPrompt), (Count, How::Calls(3)),]);
    assert_eq!(little.dropped, [References, Mask, Seed, Strength]);
    assert_eq!(little.losses().len(), 4);
    let call = &little.calls[2];
    assert_eq!((call.key.as_str(), call.want.count, call.controls.seed), ("key-2", 1, None));
    assert_eq!(call.instruction(), "a cup\nPicture 2 is the product, the cup.\nIt must not show: people");
    assert_eq!(call.media().map(|media| media.role.word()).collect::<Vec<_>>(), ["source", "product"]);
}

#[test]
fn the_first_calls_of_a_plan_are_the_same_with_more_wanted() {
    let seeds = |count| {
        let mut request = rich();
        request.want.count = count;
        let offer = Offer { most_outputs: 1, ..EVERYTHING };
        plan(&request, offer).calls.iter().map(|call| (call.key.clone(), call.controls.seed)).collect::<Vec<_>>()
    };
    assert_eq!(seeds(5)[..2], seeds(2));
    assert_eq!(seeds(2)[1], ("key-1".to_owned(), Some(8)));
}

#[test]
fn what_cannot_be_sent_is_refused_with_the_reason() {
    let refused = |change: fn(&mut Request), offer: Option<Offer>, terms: &Terms| {
        let mut request = rich();
        change(&mut request);
        CallPlan::new(&request, "here", offer, terms).expect_err("it does not fit").to_string()
    };
    let priced = RateCard { image_nano: Some(5), image_gpu_ms: Some((1, 2)), ..RateCard::default() };
    let priced = Terms { rates: priced, ..Terms::default() };
    let free = Terms::default();
    let cases = [
        (refused(|_| {}, None, &free), "here does not make image_edit"),
        (refused(|request| request.is_strict = true, Some(EVERYTHING), &free), "here cannot do all of it: Strength"),
        (
            refused(|request| request.policy = DataPolicy { may_leave: false, ..request.policy }, Some(LITTLE), &free),
            "here is shared with others, and this must not leave",
        ),
        (
            refused(|request| request.turns = vec![Turn::says("x".repeat(1_001))], Some(EVERYTHING), &free),
            "the instruction has 1001 characters; here reads at most 1000",
        ),
        (
            refused(|request| request.limits.cost_nano = Some(14), Some(EVERYTHING), &priced),
            "it would take 15 nano units, and 14 is the limit",
        ),
        (
            refused(|request| request.limits.gpu_ms = Some(5), Some(EVERYTHING), &priced),
            "it would take 6 GPU milliseconds, and 5 is the limit",
        ),
    ];
    for (reason, expected) in cases {
        assert_eq!(reason, expected);
    }
    let mut sensitive = rich();
    sensitive.policy.may_leave = false;
    let dedicated = Terms { is_dedicated: true, ..Terms::default() };
    assert!(CallPlan::new(&sensitive, "here", Some(LITTLE), &dedicated).is_ok());
}

#[test]
fn costs_are_estimated_by_unit_or_by_gpu_and_else_unknown() {
    let gpu = RateCard { image_gpu_ms: Some((1_000, 2_000)), gpu_hour_nano: Some(3_600_000), ..RateCard::default() };
    let piece = RateCard { image_nano: Some(5), ..gpu.clone() };
    for (rates, expected) in [(piece, Some((15, 15))), (gpu, Some((3_000, 6_000))), (RateCard::default(), None)] {
        let terms = Terms { rates, ..Terms::default() };
        let plan = CallPlan::new(&rich(), "here", Some(EVERYTHING), &terms).expect("it fits");
        assert_eq!(plan.estimate.cost_nano.map(|range| (range.p50, range.p90)), expected);
    }
}
