//! What is measured of an ad so that its features can be learned: numbers of where things stand and how well they
//! read, never its words or its pixels. Units are those of the features' table in `galley_learning`.

use std::collections::BTreeMap;

use galley_domain::asset::{AdFacts, PlacedText};
use galley_domain::brand_kit::{BrandKit, Rgb};
use galley_learning::{Value, Values};

/// Cells along each side of the grid on which free space is counted.
const GRID: usize = 48;
/// Logo heights beyond which more clear space is no more.
const MOST_CLEAR_SPACE: f64 = 3.0;
/// A part this far from the middle, as a share of the side, stands to that side.
const MIDDLE: f64 = 0.12;

/// The features that can be told from what the composer knows of the ad. What is not there is not measured.
pub(crate) fn measure(facts: &AdFacts, kit: &BrandKit, layout: &str) -> Values {
    let ad = Ad { facts, width: f64::from(facts.width.max(1)), height: f64::from(facts.height.max(1)) };
    let mut values = Measured(BTreeMap::new());
    ad.texts(&mut values);
    ad.things(&mut values);
    ad.layout(layout, &mut values);
    colors(facts.dominant, kit, &mut values);
    values.0
}

/// Values on their way in; what is no finite number is left out.
struct Measured(Values);

impl Measured {
    fn number(&mut self, name: &str, value: f64) {
        if value.is_finite() {
            // Six digits are more than anything here means, and keep the rows short.
            self.0.insert(name.to_owned(), Value::Number((value * 1e6).round() / 1e6));
        }
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.0.insert(name.to_owned(), Value::Flag(value));
    }

    fn word(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), Value::Word(value.to_owned()));
    }
}

/// `x, y, width, height` in pixels.
type Rect = [f64; 4];

struct Ad<'a> {
    facts: &'a AdFacts,
    width: f64,
    height: f64,
}

impl Ad<'_> {
    fn text(&self, slot: &str) -> Option<&PlacedText> {
        self.facts.texts.iter().find(|text| text.slot == slot)
    }

    fn short_side(&self) -> f64 {
        self.width.min(self.height)
    }

    fn texts(&self, out: &mut Measured) {
        if let Some(headline) = self.text("headline") {
            out.number("headline.lines", f64::from(headline.lines));
            out.number("headline.chars", headline.text.chars().count() as f64);
            out.number("headline.size", f64::from(headline.font_px) / self.short_side());
            out.number("headline.contrast", f64::from(headline.contrast));
            out.flag("headline.number", headline.text.chars().any(char::is_numeric));
            out.flag("headline.question", headline.text.trim_end().ends_with(['?', '？', '؟', ';']));
        }
        if let Some(subline) = self.text("subline") {
            out.number("subline.chars", subline.text.chars().count() as f64);
            out.number("subline.contrast", f64::from(subline.contrast));
        }
        if let Some(cta) = self.text("cta") {
            out.number("cta.contrast", f64::from(cta.contrast));
        }
        let legal = self.text("legal");
        out.flag("legal.present", legal.is_some());
        if let Some(legal) = legal {
            out.number("legal.size", f64::from(legal.font_px) / self.short_side());
        }
    }

    fn things(&self, out: &mut Measured) {
        if let Some(product) = &self.facts.product {
            let product = product.rect.map(f64::from);
            out.number("product.scale", product[2] * product[3] / (self.width * self.height));
            let [x, y] = self.off_middle(product);
            out.number("product.offset", (x * x + y * y).sqrt());
        }
        if let Some(logo) = &self.facts.logo {
            let logo = logo.rect.map(f64::from);
            out.number("logo.scale", logo[2] / self.width);
            out.number("logo.clear_space", self.clear_space(logo));
            out.word("logo.corner", self.corner(logo));
        }
    }

    /// How far the middle of a box lies from the picture's, as shares of its sides: −0.5 to 0.5.
    fn off_middle(&self, [x, y, width, height]: Rect) -> [f64; 2] {
        [(x + width / 2.0) / self.width - 0.5, (y + height / 2.0) / self.height - 0.5]
    }

    fn corner(&self, logo: Rect) -> &'static str {
        match self.off_middle(logo) {
            [x, y] if x.abs() < MIDDLE || y.abs() < MIDDLE => "centre",
            [x, y] => match (x < 0.0, y < 0.0) {
                (true, true) => "top_left",
                (false, true) => "top_right",
                (true, false) => "bottom_left",
                (false, false) => "bottom_right",
            },
        }
    }

    /// Distance from the logo to the nearest text, product or edge, in logo heights.
    fn clear_space(&self, logo: Rect) -> f64 {
        let [x, y, width, height] = logo;
        let edges = [x, y, self.width - x - width, self.height - y - height];
        let others = self.boxes().filter(|other| *other != logo).map(|other| gap(logo, other));
        let nearest = edges.into_iter().chain(others).fold(f64::INFINITY, f64::min);
        (nearest.max(0.0) / height.max(1.0)).min(MOST_CLEAR_SPACE)
    }

    /// Everything that was placed.
    fn boxes(&self) -> impl Iterator<Item = Rect> {
        let texts = self.facts.texts.iter().map(|text| text.rect);
        let things = [&self.facts.logo, &self.facts.product].into_iter().flatten().map(|placed| placed.rect);
        texts.chain(things).map(|rect| rect.map(f64::from))
    }

    fn layout(&self, layout: &str, out: &mut Measured) {
        out.number("layout.aspect", self.width / self.height);
        out.word("layout.template", layout);
        let (free, [x, y]) = self.free_space();
        out.number("layout.whitespace", free);
        out.number("layout.balance", 1.0 - 2.0 * (x * x + y * y).sqrt());
        if let Some(headline) = self.text("headline") {
            let [x, _] = self.off_middle(headline.rect.map(f64::from));
            let align = if x.abs() < MIDDLE {
                "centre"
            } else if x < 0.0 {
                "left"
            } else {
                "right"
            };
            out.word("layout.align", align);
        }
    }

    /// The share of the picture that nothing was placed on, and how far the placed things' centre of mass lies
    /// from the middle, as shares of the sides.
    fn free_space(&self) -> (f64, [f64; 2]) {
        let boxes: Vec<Rect> = self.boxes().collect();
        let (mut taken, mut sum) = (0.0, [0.0, 0.0]);
        for row in 0..GRID {
            for column in 0..GRID {
                let [across, down] = [column, row].map(|at| (at as f64 + 0.5) / GRID as f64);
                let (x, y) = (across * self.width, down * self.height);
                if boxes.iter().any(|b| x >= b[0] && x < b[0] + b[2] && y >= b[1] && y < b[1] + b[3]) {
                    taken += 1.0;
                    sum = [sum[0] + across - 0.5, sum[1] + down - 0.5];
                }
            }
        }
        let centre = if taken > 0.0 { sum.map(|axis| axis / taken) } else { [0.0, 0.0] };
        (1.0 - taken / (GRID * GRID) as f64, centre)
    }
}

/// The shortest way between two boxes; 0 where they touch.
fn gap(one: Rect, other: Rect) -> f64 {
    let along = |at: usize| {
        let (a, b) = ((one[at], one[at] + one[at + 2]), (other[at], other[at] + other[at + 2]));
        (b.0 - a.1).max(a.0 - b.1).max(0.0)
    };
    (along(0).powi(2) + along(1).powi(2)).sqrt()
}

fn colors(dominant: Rgb, kit: &BrandKit, out: &mut Measured) {
    let [red, green, blue] = dominant.map(|channel| f64::from(channel) / 255.0);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    out.number("background.luma", 0.2126 * red + 0.7152 * green + 0.0722 * blue);
    out.number("colour.saturation", if most > 0.0 { (most - least) / most } else { 0.0 });
    out.number("colour.warmth", red - blue);
    let distances = kit.palette.values().map(|color| distance(dominant, *color));
    out.number("colour.brand_distance", distances.fold(f64::INFINITY, f64::min));
}

/// How far two colours lie apart in the cube of sRGB, 0 to 1.
fn distance(one: Rgb, other: Rgb) -> f64 {
    let squares = one.iter().zip(other).map(|(a, b)| ((f64::from(*a) - f64::from(b)) / 255.0).powi(2));
    (squares.sum::<f64>() / 3.0).sqrt()
}
