//! Orders: what people change in one ad changes that and nothing else, twice the pixels are the same ad, and every kind
//! of file keeps its weight or says that it cannot.

use galley_compose::{
    Asset, ComposeError, Density, Edits, FileKind, FileOrder, Job, Made, Order, SlotContent, SlotEdit, Studio,
};
use galley_domain::asset::{AdFacts, PlacedText};

use crate::job;

fn ad(studio: &Studio) -> Job {
    let texts = [("headline", "Good morning"), ("subline", "A line below it"), ("cta", "Go"), ("legal", "© 2026")];
    let format = job::format("test", 1080, 1080);
    let mut job = job::job(studio, "global-launch/layouts/hero", format, job::locale("en-GB", "Latn"), &texts);
    let picture = Asset::new(job::read("demo/coffee.png"));
    job.slots.insert("scene".to_owned(), SlotContent::Picture { asset: picture, focal: None });
    job
}

fn edited(slot: &str, edit: SlotEdit) -> Order {
    Order { edits: Edits { slots: [(slot.to_owned(), edit)].into() }, ..Order::default() }
}

fn make(studio: &Studio, order: &Order) -> Made {
    studio.make(&ad(studio), order).expect("an ad")
}

fn text<'a>(facts: &'a AdFacts, slot: &str) -> &'a PlacedText {
    facts.texts.iter().find(|text| text.slot == slot).expect("a text")
}

#[test]
fn an_edit_changes_its_slot_and_no_other() {
    let studio = job::studio();
    let plain = make(&studio, &Order::default());
    let shifted = SlotEdit { shift: [0.1, 0.2], ..SlotEdit::default() };
    let larger = SlotEdit { scale: 1.2, ..SlotEdit::default() };
    let reworded = SlotEdit { text: Some("Good evening, all of you".to_owned()), ..SlotEdit::default() };
    let hidden = SlotEdit { is_hidden: true, ..SlotEdit::default() };

    let moved = make(&studio, &edited("subline", shifted.clone())).facts;
    let (before, after) = (text(&plain.facts, "subline").rect, text(&moved, "subline").rect);
    assert!((after[0] - before[0] - 108.0).abs() < 0.01 && (after[1] - before[1] - 216.0).abs() < 0.01);
    assert_eq!(text(&moved, "headline"), text(&plain.facts, "headline"));

    let small = make(&studio, &edited("headline", SlotEdit { scale: 0.5, ..SlotEdit::default() })).facts;
    assert!(text(&small, "headline").font_px < text(&plain.facts, "headline").font_px * 0.7);
    let words = make(&studio, &edited("headline", reworded)).facts;
    assert_eq!(text(&words, "headline").text, "Good evening, all of you");
    let less = make(&studio, &edited("legal", hidden)).facts;
    assert!(less.texts.iter().all(|text| text.slot != "legal"));
    let red = SlotEdit { color: Some("#aa1100".to_owned()), ..SlotEdit::default() };
    assert_eq!(text(&make(&studio, &edited("headline", red)).facts, "headline").ink, [0xAA, 0x11, 0, 255]);

    let logo = make(&studio, &edited("logo", shifted)).facts.logo.expect("a logo").rect;
    let at_first = plain.facts.logo.as_ref().expect("a logo").rect;
    assert!((logo[0] - at_first[0] - 108.0).abs() <= 1.0, "{logo:?} {at_first:?}");
    let product = make(&studio, &edited("product", larger)).facts.product.expect("a product").rect;
    let at_first = plain.facts.product.as_ref().expect("a product").rect;
    assert!((product[2] / at_first[2] - 1.2).abs() < 0.01);
}

#[test]
fn a_shift_goes_the_way_people_read_and_a_crop_does_not() {
    let studio = job::studio();
    let texts = [("headline", "صباحك على مهل"), ("legal", "© 2026")];
    let ad = ad(&studio);
    let format = ad.format.clone();
    let layout = "global-launch/layouts/hero";
    let arabic = job::job(&studio, layout, format, job::locale("ar-AE", "Arab"), &texts);
    for (name, ad, way) in [("left to right", &ad, 1.0), ("right to left", &arabic, -1.0)] {
        let at = |edit: SlotEdit| {
            let facts = studio.make(ad, &edited("headline", edit)).expect("an ad").facts;
            text(&facts, "headline").rect
        };
        let (before, after) = (at(SlotEdit::default()), at(SlotEdit { shift: [0.1, 0.05], ..SlotEdit::default() }));
        let moved = [after[0] - before[0], after[1] - before[1]];
        assert!((moved[0] - 108.0 * way).abs() < 0.01 && (moved[1] - 54.0).abs() < 0.01, "{name}: {moved:?}");
    }
}

#[test]
fn no_letters_are_made_smaller_than_their_slot_allows() {
    let studio = job::studio();
    // The legal line of this layout is set between 0.0225 and 0.0235 of the short side.
    for (scale, least, most) in [(0.25, 24.3, 24.31), (0.9, 24.3, 24.31), (1.0, 24.3, 25.39), (2.0, 48.6, 50.77)] {
        let facts = make(&studio, &edited("legal", SlotEdit { scale, ..SlotEdit::default() })).facts;
        let px = text(&facts, "legal").font_px;
        assert!((least - 0.01..=most + 0.01).contains(&px), "{scale}: {px}");
    }
}

#[test]
fn what_is_composed_with_edits_is_what_was_ordered() {
    let studio = job::studio();
    let ad = ad(&studio);
    let order = edited("headline", SlotEdit { shift: [0.1, 0.0], color: Some("accent".into()), ..SlotEdit::default() });
    let composed = studio.compose_edited(&ad, order.edits.clone()).expect("an ad");
    let made = studio.make(&ad, &order).expect("an ad");
    assert_eq!(composed.facts, made.facts);
    assert_eq!(composed.thumbnails[1].bytes, made.thumbnails[1].bytes);
    let plain = studio.compose(&ad).expect("an ad");
    assert_ne!(plain.bytes, composed.bytes);
    let unedited = studio.compose_edited(&ad, Edits::default()).expect("an ad");
    assert!(unedited.bytes == plain.bytes, "no edits are no change");
    let unknown = edited("headlin", SlotEdit::default()).edits;
    assert!(matches!(studio.compose_edited(&ad, unknown), Err(ComposeError::Edit(_))));
}

#[test]
fn what_lies_on_the_product_or_on_a_button_is_measured() {
    let studio = job::studio();
    let ad = ad(&studio);
    let make = |order: &Order| studio.make(&ad, order).expect("an ad");
    let plain = make(&Order::default());
    let measured = plain.measures.product.expect("a product");
    assert!(measured.covers.is_empty() && measured.cut < 0.1, "{measured:?}");
    let button = plain.measures.buttons.expect("buttons")[0].rect;
    let product = plain.facts.product.as_ref().expect("a product").rect;
    let middle = |rect: [f32; 4]| [rect[0] + rect[2] / 2.0, rect[1] + rect[3] / 2.0];
    // From the middle of one thing to the middle of another, in parts of the ad.
    let way = |from: [f32; 4], to: [f32; 4]| {
        let (from, to) = (middle(from), middle(to));
        [(to[0] - from[0]) / 1080.0, (to[1] - from[1]) / 1080.0]
    };
    let moved = |slot: &str, shift: [f32; 2]| make(&edited(slot, SlotEdit { shift, ..SlotEdit::default() })).measures;

    let covers = moved("cta", way(button, product)).product.expect("a product").covers;
    let [cover] = covers.as_slice() else { panic!("{covers:?}") };
    let area = |rect: [f32; 4]| rect[2] * rect[3];
    assert!(cover.slot == "cta" && cover.share > 0.8 * area(button) / area(product), "{cover:?} {button:?}");
    let legal = text(&plain.facts, "legal").rect;
    let buttons = moved("legal", way(legal, button)).buttons.expect("buttons");
    assert!(buttons[0].covered > 0.005 && buttons[0].covered < 0.2, "{buttons:?}");
    let out = [1.0 - middle(product)[0] / 1080.0, 0.0];
    let cut = moved("product", out).product.expect("a product").cut;
    assert!((cut - 0.5).abs() < 0.15, "{cut}");
}

#[test]
fn a_crop_shows_another_part_of_the_picture() {
    let studio = job::studio();
    let pixels = |order: &Order| make(&studio, order).thumbnails[1].bytes.clone();
    let plain = pixels(&Order::default());
    let zoomed = pixels(&edited("scene", SlotEdit { zoom: 2.0, ..SlotEdit::default() }));
    let turned = pixels(&edited("scene", SlotEdit { focal: Some([0.0, 0.5]), ..SlotEdit::default() }));
    assert!(plain != zoomed && plain != turned && zoomed != turned);
    // What was edited is not remembered for the next ad.
    assert!(pixels(&Order::default()) == plain);
}

#[test]
fn the_key_follows_every_edit() {
    let nothing = Edits::default().digest();
    let edits = [
        SlotEdit { shift: [0.1, 0.0], ..SlotEdit::default() },
        SlotEdit { shift: [0.0, 0.1], ..SlotEdit::default() },
        SlotEdit { scale: 1.1, ..SlotEdit::default() },
        SlotEdit { zoom: 1.1, ..SlotEdit::default() },
        SlotEdit { text: Some("ink".to_owned()), ..SlotEdit::default() },
        SlotEdit { color: Some("ink".to_owned()), ..SlotEdit::default() },
        SlotEdit { fill: Some("ink".to_owned()), ..SlotEdit::default() },
        SlotEdit { focal: Some([0.5, 0.5]), ..SlotEdit::default() },
        SlotEdit { is_hidden: true, ..SlotEdit::default() },
    ];
    let mut digests: Vec<_> = edits.iter().map(|edit| edited("cta", edit.clone()).edits.digest()).collect();
    digests.push(nothing);
    let count = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), count);
    assert_eq!(edited("cta", SlotEdit::default()).edits.digest(), nothing);
    let kept = serde_json::to_string(&edited("cta", edits[4].clone()).edits).expect("plain data");
    let read: Edits = serde_json::from_str(&kept).expect("what was written");
    assert_eq!(read, edited("cta", edits[4].clone()).edits);
}

#[test]
fn an_edit_that_cannot_be_made_says_why() {
    let studio = job::studio();
    let named = |color: &str| SlotEdit { color: Some(color.to_owned()), ..SlotEdit::default() };
    for (slot, edit, why) in [
        ("headlin", SlotEdit::default(), "no slot “headlin”; it has cta, headline"),
        ("headline", SlotEdit { scale: f32::NAN, ..SlotEdit::default() }, "scale is NaN; it may be 0.25 to 4"),
        ("headline", SlotEdit { shift: [0.0, 7.0], ..SlotEdit::default() }, "shift is 7"),
        ("headline", named("puce"), "“puce” is neither"),
        ("headline", named("#12345"), "“#12345” is neither"),
        ("headline", SlotEdit { zoom: 2.0, ..SlotEdit::default() }, "holds a text, which has no crop"),
        ("logo", named("ink"), "holds a logo, which has no colour"),
    ] {
        let Err(ComposeError::Edit(error)) = studio.make(&ad(&studio), &edited(slot, edit)) else {
            panic!("{why}: it was made");
        };
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn twice_the_pixels_are_the_same_ad() {
    let studio = job::studio();
    let file = FileOrder { kind: FileKind::Png, max_bytes: None, least_quality: 40 };
    let normal = make(&studio, &Order { files: vec![file], ..Order::default() });
    let double = make(&studio, &Order { files: vec![file], density: Density::Double, ..Order::default() });
    assert_eq!((double.files[0].width, double.files[0].height), (2160, 2160));
    for (a, b) in normal.facts.texts.iter().zip(&double.facts.texts) {
        assert_eq!((&a.slot, a.lines, a.ink), (&b.slot, b.lines, b.ink));
        assert!((a.font_px * 2.0 - b.font_px).abs() < 0.01, "{} {}", a.font_px, b.font_px);
        assert!(a.rect.iter().zip(b.rect).all(|(a, b)| (a * 2.0 - b).abs() <= 2.5), "{:?} {:?}", a.rect, b.rect);
    }
}

#[test]
fn every_kind_of_file_keeps_its_weight() {
    let studio = job::studio();
    let mut kinds = vec![FileKind::Jpeg, FileKind::Webp];
    if cfg!(feature = "avif") {
        kinds.push(FileKind::Avif);
    }
    let mut small_ad = ad(&studio);
    (small_ad.format.width, small_ad.format.height) = (540, 540);
    let make = |studio: &Studio, order: &Order| studio.make(&small_ad, order).expect("an ad");
    for kind in kinds {
        let order = |max_bytes| Order { files: vec![FileOrder::within(kind, max_bytes)], ..Order::default() };
        let large = make(&studio, &order(10_000_000)).files.remove(0);
        let most = large.bytes.len() as u64 * 2 / 3;
        let small = make(&studio, &order(most)).files.remove(0);
        assert!(large.quality == 90 && small.quality < 90 && small.quality >= 40, "{kind:?}: {}", small.quality);
        assert!(small.bytes.len() as u64 <= most && small.bytes == make(&studio, &order(most)).files[0].bytes);
        let refusal = studio.make(&small_ad, &order(900)).expect_err("nobody writes this into 900 bytes");
        assert!(matches!(refusal, ComposeError::TooHeavy { quality: 40, max_bytes: 900, .. }), "{refusal}");
        if kind != FileKind::Avif {
            let read = image::load_from_memory(&small.bytes).expect("a picture");
            assert_eq!((read.width(), read.height()), (540, 540));
        }
    }
}
