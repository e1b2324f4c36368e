//! Texts and measures that nobody would write: every rule answers, without a panic, and the same each time.

use galley_checks::{Checked, GROUPS, check};
use galley_domain::asset::Finding;
use galley_domain::measures::{Behind, Cluster, TextMeasure};

use crate::case::{self, Case, OfferPart, TextPart};

/// Letters, marks, digits, joiners, signs of direction and money of many scripts, and what breaks slices.
const PIECES: [&str; 48] = [
    "a",
    "É",
    "ß",
    "İ",
    "ς",
    "ж",
    "ع",
    "لا",
    "ק",
    "ก",
    "่",
    "क",
    "्",
    "豆",
    "カ",
    "ﾞ",
    "한",
    "👨‍👩‍👧",
    "🇩🇪",
    "\u{301}",
    "\u{200B}",
    "\u{202E}",
    "\u{2069}",
    "\u{2067}",
    "\u{FEFF}",
    "\u{0}",
    "\u{E000}",
    " ",
    "\u{A0}",
    "\u{202F}",
    "\n",
    ".",
    ",",
    "'",
    "’",
    "-",
    "/",
    "€",
    "£",
    "1",
    "29",
    "2026",
    "٣",
    "９",
    "Pikolo",
    "pikol",
    "billig",
    "24.12.2026",
];
const NUMBERS: [f32; 8] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1e30, 0.0, 1e-30, 12.5, 1e30];
const LOCALES: [&str; 8] = ["de-DE", "ar-EG", "he-IL", "ja-JP", "th-TH", "hi-IN", "tr-TR", "en-US"];

/// Numbers that look random and are the same each time (Numerical Recipes' constants).
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % sides
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())]
    }

    fn rect(&mut self) -> [f32; 4] {
        [(); 4].map(|()| self.one_of(&NUMBERS))
    }

    fn text(&mut self) -> String {
        (0..self.roll(24)).map(|_| self.one_of(&PIECES)).collect()
    }

    fn part(&mut self) -> TextPart {
        let cluster = |dice: &mut Dice| Cluster {
            range: [dice.roll(40) as u32, dice.roll(40) as u32],
            glyphs: dice.roll(3) as u32,
            line: dice.roll(2) as u32,
            x: dice.one_of(&NUMBERS),
        };
        let clusters = (0..self.roll(12)).map(|_| cluster(self)).collect();
        let behind = Behind { color: [self.roll(256) as u8, 0, 255], rect: self.rect() };
        TextPart {
            slot: self.one_of(&["headline", "cta", "price", "was_price", "legal", "", "Ω"]).to_owned(),
            text: self.text(),
            rect: self.rect(),
            font_px: self.one_of(&NUMBERS),
            contrast: self.one_of(&NUMBERS),
            lines: self.roll(9) as u32,
            measure: TextMeasure { behind: Some(behind), clusters: Some(clusters), ..TextMeasure::default() },
            ..TextPart::default()
        }
    }

    fn case(&mut self) -> Case {
        let mut case = case::sound();
        case.locale = self.one_of(&LOCALES).to_owned();
        case.logo = self.rect().to_vec();
        case.product = self.rect().to_vec();
        case.shown_width = self.one_of(&NUMBERS);
        case.texts = (0..self.roll(4)).map(|_| self.part()).collect();
        case.offer = Some(OfferPart { price: "9.90".to_owned(), was_price: None });
        let words = ["billig", "Pikolo", "1", "豆", "لا"];
        let forbidden = words.map(|word| format!("{{ word = \"{word}\", why = \"x\" }}")).join(", ");
        case.rules = format!("forbidden = [{forbidden}]\ntexts = [{{ least_px = 9.0, least_lc = 60.0 }}]");
        case
    }
}

#[test]
fn every_rule_answers_whatever_it_is_given() {
    let mut dice = Dice(1);
    let groups = GROUPS.map(str::to_owned);
    let mut found = 0;
    for _ in 0..150 {
        dice.case().with_subject(|subject| {
            let Checked { findings, .. } = check(&groups, subject);
            assert_eq!(format!("{findings:?}"), format!("{:?}", check(&groups, subject).findings));
            // What is written to the database must come back.
            let written = serde_json::to_string(&findings).expect("findings are plain data");
            let read: Vec<Finding> = serde_json::from_str(&written).expect("it can be read back");
            assert_eq!(read, findings);
            found += findings.len();
        });
    }
    assert!(found > 500, "{found}");
}
