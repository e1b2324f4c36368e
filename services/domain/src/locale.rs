//! Locales and the markets that read them: script, direction, numbers, money, weekends.
//! The facts are data (`workflows/locales/*.toml`); prices are written by [`crate::price`].

use chrono::Weekday;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Hasher};
use crate::price::{self, PriceError};
use crate::source::{Document, Problem};

/// Which way a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Ltr,
    Rtl,
}

/// The digits a locale draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Digits {
    Latn,
    Arab,
    Arabext,
    Deva,
    Beng,
    Thai,
}

impl Digits {
    /// The digit zero; the other nine follow it in Unicode.
    pub fn zero(self) -> char {
        match self {
            Digits::Latn => '0',
            Digits::Arab => '\u{0660}',
            Digits::Arabext => '\u{06F0}',
            Digits::Deva => '\u{0966}',
            Digits::Beng => '\u{09E6}',
            Digits::Thai => '\u{0E50}',
        }
    }
}

/// A language as written in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    /// BCP 47 tag: `de-DE`.
    pub tag: String,
    pub title: String,
    /// ISO 15924 code: `Latn`.
    pub script: String,
    pub direction: Direction,
    /// Letters may be spaced out; false for scripts whose letters join.
    pub letter_spacing: bool,
    /// The sign before the decimals.
    pub decimal: String,
    /// The sign between groups of digits.
    pub group: String,
    /// Sizes of groups from the right; the last repeats: `[3, 2]` for Hindi.
    pub grouping: Vec<u8>,
    /// Groups begin only where the first would have at least so many digits (Spanish: 2).
    pub min_grouping: u8,
    pub digits: Digits,
    /// A price with `{amount}` and `{symbol}`.
    pub price: String,
}

/// A place ads are made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// `de`, `ch-fr`.
    pub id: String,
    pub title: String,
    /// The tag of the locale it reads.
    pub locale: String,
    /// ISO 4217 code: `EUR`.
    pub currency: String,
    pub symbol: String,
    /// Decimals of a price.
    pub fraction_digits: u8,
    /// The days nobody works.
    pub weekend: Vec<Weekday>,
}

impl Locale {
    /// Writes a plain decimal (`12.90`, in units of the market's currency) as a price.
    pub fn format_price(&self, market: &Market, amount: &str) -> Result<String, PriceError> {
        price::format(self, market, &price::Decimal::parse(amount)?)
    }

    /// The version of everything that a text or a price in this locale depends on.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("locale");
        let direction = if self.direction == Direction::Rtl { "rtl" } else { "ltr" };
        hasher.text("tag", &self.tag).text("script", &self.script).text("direction", direction);
        hasher.part("letter_spacing", &[u8::from(self.letter_spacing)]);
        hasher.text("decimal", &self.decimal).text("group", &self.group);
        hasher.part("grouping", &self.grouping).part("min_grouping", &[self.min_grouping]);
        hasher.text("zero", &self.digits.zero().to_string()).text("price", &self.price);
        hasher.finish()
    }
}

impl Market {
    /// The version of everything that a price in this market depends on.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("market");
        hasher.text("id", &self.id).text("locale", &self.locale).text("currency", &self.currency);
        hasher.text("symbol", &self.symbol).part("fraction_digits", &[self.fraction_digits]);
        hasher.finish()
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LocaleFile {
    /// a language tag such as de-DE
    #[schemars(regex(pattern = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$"), extend("x-words" = "a language tag such as de-DE"))]
    tag: String,
    /// the locale's name for people
    #[schemars(length(min = 1, max = 80))]
    title: String,
    /// four letters such as Latn
    #[schemars(regex(pattern = r"^[A-Z][a-z]{3}$"), extend("x-words" = "four letters such as Latn"))]
    script: String,
    direction: Direction,
    letter_spacing: bool,
    /// the sign before the decimals
    #[schemars(length(min = 1, max = 3))]
    decimal: String,
    /// the sign between groups of digits
    #[schemars(length(max = 3))]
    group: String,
    /// sizes of groups of digits from the right
    #[schemars(length(min = 1, max = 3), inner(range(min = 1, max = 9)))]
    grouping: Vec<u8>,
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 3))]
    min_grouping: u8,
    digits: Digits,
    /// a price with {amount} and {symbol}
    #[schemars(length(min = 1, max = 40))]
    price: String,
    #[serde(default)]
    #[schemars(length(max = 50))]
    market: Vec<MarketRow>,
}

fn one() -> u8 {
    1
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MarketRow {
    /// a market such as de or ch-fr
    #[schemars(regex(pattern = r"^[a-z]{2}(-[a-z]{1,10})?$"), extend("x-words" = "a market such as de or ch-fr"))]
    id: String,
    /// the market's name for people
    #[schemars(length(min = 1, max = 80))]
    title: String,
    /// three capitals such as EUR
    #[schemars(regex(pattern = r"^[A-Z]{3}$"), extend("x-words" = "three capitals such as EUR"))]
    currency: String,
    /// the currency's sign
    #[schemars(length(min = 1, max = 8))]
    symbol: String,
    /// decimals of a price
    #[schemars(range(min = 0, max = 4))]
    fraction_digits: u8,
    /// the days nobody works
    #[schemars(length(max = 3))]
    weekend: Vec<Day>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Weekday {
        match day {
            Day::Mon => Weekday::Mon,
            Day::Tue => Weekday::Tue,
            Day::Wed => Weekday::Wed,
            Day::Thu => Weekday::Thu,
            Day::Fri => Weekday::Fri,
            Day::Sat => Weekday::Sat,
            Day::Sun => Weekday::Sun,
        }
    }
}

/// Reads one locale's file: the locale and its markets.
pub(crate) fn read(doc: &Document) -> (Option<(Locale, Vec<Market>)>, Vec<Problem>) {
    let (file, mut problems) = doc.read::<LocaleFile>();
    let Some(file) = file else { return (None, problems) };
    for name in ["{amount}", "{symbol}"] {
        if file.price.matches(name).count() != 1 {
            let message = format!("a price names {name} once");
            problems.push(doc.problem("/price", message).expected("such as {amount} {symbol}"));
        }
    }
    if file.decimal == file.group {
        problems.push(doc.problem("/group", "decimals and groups have the same sign"));
    }
    let locale = Locale {
        tag: file.tag.clone(),
        title: file.title,
        script: file.script,
        direction: file.direction,
        letter_spacing: file.letter_spacing,
        decimal: file.decimal,
        group: file.group,
        grouping: file.grouping,
        min_grouping: file.min_grouping,
        digits: file.digits,
        price: file.price,
    };
    let markets = file.market.into_iter().map(|row| Market {
        id: row.id,
        title: row.title,
        locale: file.tag.clone(),
        currency: row.currency,
        symbol: row.symbol,
        fraction_digits: row.fraction_digits,
        weekend: row.weekend.into_iter().map(Weekday::from).collect(),
    });
    (Some((locale, markets.collect())), problems)
}
