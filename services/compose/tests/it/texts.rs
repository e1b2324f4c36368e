//! Words: every bundled script has its glyphs, what has none is named, long lines stay in their boxes, and the same
//! job gives the same bytes whatever came before it.

use galley_compose::{Asset, Composed, Job, SlotContent, Studio};
use galley_domain::asset::PlacedText;
use galley_domain::format::{Insets, Mime};

use crate::job;

const HERO: &str = "global-launch/layouts/hero";

/// A sentence per script with its punctuation, digits and hard joins.
const SCRIPTS: [(&str, &str, &str); 12] = [
    ("de-DE", "Latn", "Größte Süße: „Öfter“ – 12,90 € für ½ kg & mehr"),
    ("pl-PL", "Latn", "Zażółć gęślą jaźń, dziś 24,99 zł…"),
    ("vi-VN", "Latn", "Cà phê sữa đá, hẹn gặp lại bạn nhé"),
    ("el-GR", "Grek", "Ένας καφές, ωραία παρέα· «Καλημέρα» ΐ ΰ;"),
    ("ru-RU", "Cyrl", "Съешь ещё этих мягких булок — 990 ₽"),
    ("uk-UA", "Cyrl", "Ґанок, їжак, єнот і п’ять ₴"),
    ("ar-AE", "Arab", "صباحك على مهل، لا إله؟ ٢٥٫٥٠ ﷼ ـ مُحَمَّد"),
    ("he-IL", "Hebr", "שָׁלוֹם עולם – 12.90 ₪ „קפה“"),
    ("hi-IN", "Deva", "पहले कॉफ़ी, फिर दुनिया। क्षत्रिय ज्ञान श्री ₹१२"),
    ("th-TH", "Thai", "ห้านาทีแรกของวัน น้ำผึ้ง ฿๑๒๙ กัลยาณ์ๆ"),
    ("ja-JP", "Jpan", "朝は、一杯のあとで。「珈琲」ー髙橋さん・¥1,290（税込）"),
    ("ja-JP", "Jpan", "鬱蒼とした森の薔薇、挨拶と憂鬱。ヴォーグ々〜！？"),
];

fn one_text(studio: &Studio, tag: &str, script: &str, text: &str) -> PlacedText {
    let format = job::format("test.square", 1080, 1080);
    let job = job::job(studio, HERO, format, job::locale(tag, script), &[("subline", text)]);
    let (_, facts) = studio.draw(&job).expect("an ad");
    facts.texts.into_iter().next().expect("one text")
}

#[test]
fn every_bundled_script_has_its_glyphs() {
    let studio = job::studio();
    for (tag, script, text) in SCRIPTS {
        let placed = one_text(&studio, tag, script, text);
        assert!(placed.missing_glyphs.is_empty(), "{tag}: {:?}", placed.missing_glyphs);
    }
}

#[test]
fn a_character_without_a_glyph_is_named_and_not_drawn_as_a_box() {
    let studio = job::studio();
    let with = one_text(&studio, "en-GB", "Latn", "Good morning \u{1F98A}");
    assert_eq!(with.missing_glyphs, ["\u{1F98A}"]);
    assert_eq!(with.text, "Good morning \u{1F98A}");
    let without = one_text(&studio, "en-GB", "Latn", "Good morning");
    assert!((with.rect[2] - without.rect[2]).abs() < 0.5, "something was drawn: {:?} {:?}", with.rect, without.rect);
}

#[test]
fn long_lines_stay_inside_the_ad() {
    let studio = job::studio();
    let lines = [
        (
            "de-DE",
            "Latn",
            "Donaudampfschifffahrtskaffee für Genießer",
            "Unsere Kaffeespezialitätenmanufaktur röstet täglich frisch.",
        ),
        ("th-TH", "Thai", "ใช้เวลาห้านาทีแรกของวันกับกาแฟดีๆสักแก้ว", "เอสเปรสโซสำหรับค่ำคืนที่ยังไม่อยากให้จบลงเร็วนักเลย"),
        (
            "ja-JP",
            "Jpan",
            "はじめの五分は、エスプレッソにあずけてみませんか。",
            "話の続きは、もう一杯のエスプレッソと一緒にどうぞ。",
        ),
    ];
    for (tag, script, headline, subline) in lines {
        for (id, width, height) in [
            ("iab.medium_rectangle", 300, 250),
            ("iab.skyscraper", 160, 600),
            ("iab.leaderboard", 728, 90),
            ("test", 1080, 1080),
        ] {
            let texts = [("headline", headline), ("subline", subline), ("cta", "OK")];
            let job = job::job(&studio, HERO, job::format(id, width, height), job::locale(tag, script), &texts);
            let (_, facts) = studio.draw(&job).expect("an ad");
            for text in facts.texts.iter().filter(|text| !text.overflow) {
                let [x, y, w, h] = text.rect;
                let is_inside = x >= 2.0 && y >= 2.0 && x + w <= width as f32 - 2.0 && y + h <= height as f32 - 2.0;
                assert!(is_inside, "{tag} {id}: {text:?}");
            }
        }
    }
}

#[test]
fn a_text_that_cannot_fit_says_so() {
    let studio = job::studio();
    let text = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
    let format = job::format("iab.skyscraper", 160, 600);
    let job = job::job(&studio, HERO, format, job::locale("de-DE", "Latn"), &[("headline", text)]);
    let (_, facts) = studio.draw(&job).expect("an ad");
    assert!(facts.texts[0].overflow);
}

#[test]
fn right_to_left_mirrors_the_ad() {
    let studio = job::studio();
    let facts = |tag: &str, script: &str, text: &str| {
        let format = job::format("test", 1080, 1080);
        let job = job::job(&studio, HERO, format, job::locale(tag, script), &[("headline", text)]);
        studio.draw(&job).expect("an ad").1
    };
    let (ltr, rtl) = (facts("en-GB", "Latn", "Morning"), facts("he-IL", "Hebr", "בוקר"));
    let (left, right) = (ltr.logo.expect("a logo").rect, rtl.logo.expect("a logo").rect);
    assert!((left[0] - (1080.0 - right[0] - right[2])).abs() <= 1.0, "{left:?} {right:?}");
    assert!(ltr.texts[0].rect[0] < 100.0);
    assert!(rtl.texts[0].rect[0] + rtl.texts[0].rect[2] > 980.0);
}

fn launch(studio: &Studio, mime: Mime) -> Vec<Job> {
    let copy = [
        ("de-DE", "Latn", "Der Tag kann warten."),
        ("ar-AE", "Arab", "صباحك على مهل"),
        ("ja-JP", "Jpan", "朝は、一杯のあとで。"),
    ];
    let sizes = [("a", 300, 250), ("b", 160, 600), ("c", 640, 360)];
    let jobs = copy.iter().flat_map(|(tag, script, text)| {
        sizes.map(|(id, width, height)| {
            let mut format = job::format(id, width, height);
            format.mime = mime;
            let texts = [("headline", *text), ("cta", "Pikolo"), ("legal", "© 2026 Pikolo")];
            job::job(studio, HERO, format, job::locale(tag, script), &texts)
        })
    });
    jobs.collect()
}

#[test]
fn the_same_job_gives_the_same_bytes_whatever_came_before() {
    let studio = job::studio();
    let jobs = launch(&studio, Mime::Jpeg);
    let cold: Vec<Composed> = jobs.iter().map(|job| job::studio().compose(job).expect("an ad")).collect();
    let mut warm: Vec<Composed> = jobs.iter().rev().map(|job| studio.compose(job).expect("an ad")).collect();
    warm.reverse();
    let side_by_side: Vec<Composed> = std::thread::scope(|scope| {
        let (studio, jobs) = (&studio, &jobs);
        let threads: Vec<_> = jobs.iter().map(|job| scope.spawn(move || studio.compose(job).expect("an ad"))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread that ends well")).collect()
    });
    for ((a, b), c) in cold.iter().zip(&warm).zip(&side_by_side) {
        assert!(a.bytes == b.bytes && b.bytes == c.bytes);
        assert!(a.facts == b.facts && b.facts == c.facts);
        assert!(a.thumbnails[0].bytes == c.thumbnails[0].bytes && a.thumbnails[1].bytes == c.thumbnails[1].bytes);
    }
}

#[test]
fn files_keep_their_weight_and_thumbnails_their_height() {
    let studio = job::studio();
    let mut format = job::format("test", 1080, 1350);
    (format.mime, format.max_bytes) = (Mime::Jpeg, 60_000);
    let mut job = job::job(&studio, HERO, format, job::locale("en-GB", "Latn"), &[("headline", "Good morning")]);
    job.slots.insert(
        "scene".to_owned(),
        SlotContent::Picture { asset: Asset::new(job::read("demo/coffee.png")), focal: None },
    );
    let composed = studio.compose(&job).expect("an ad");
    assert!(
        composed.bytes.len() <= 60_000 && composed.quality < 90,
        "{} at {}",
        composed.bytes.len(),
        composed.quality
    );
    assert_eq!(
        composed.thumbnails.each_ref().map(|thumbnail| (thumbnail.width, thumbnail.height)),
        [(192, 240), (384, 480)]
    );
}

#[test]
fn safe_insets_hold_words_and_logo() {
    let studio = job::studio();
    let mut format = job::format("test.story", 1080, 1920);
    format.safe = Insets { top: 0.14, right: 0.06, bottom: 0.2, left: 0.06 };
    let texts = [("headline", "Good morning"), ("subline", "A line below it"), ("cta", "Go"), ("legal", "© 2026")];
    let job = job::job(&studio, HERO, format, job::locale("en-GB", "Latn"), &texts);
    let (_, facts) = studio.draw(&job).expect("an ad");
    let logo = facts.logo.expect("a logo").rect;
    for [x, y, w, h] in facts.texts.iter().map(|text| text.rect).chain([logo]) {
        assert!(y >= 0.14 * 1920.0 - 1.0 && y + h <= 0.8 * 1920.0 + 1.0, "{y} {h}");
        assert!(x >= 0.06 * 1080.0 - 1.0 && x + w <= 0.94 * 1080.0 + 1.0, "{x} {w}");
    }
}
