//! Product feeds: the offers of a campaign, one row per offer and market, from CSV or XLSX.
//! Prices stay exact decimals; a market's price is never another market's.

use std::collections::BTreeMap;

use crate::brief::Brief;
use crate::bundle::{Bundle, check_path};
use crate::catalog::Catalog;
use crate::digest::{Digest, Hasher};
use crate::price::Decimal;
use crate::source::table::{MAX_TOLD, Row, Table};
use crate::source::{Mark, Problem, Problems};

const COLUMNS: [&str; 8] = ["id", "market", "title", "price", "was_price", "currency", "unit", "image"];

/// A product feed that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductFeed {
    file: String,
    /// Where each of [`COLUMNS`] stands.
    columns: [usize; 8],
    /// Ids in the order in which they first come.
    ids: Vec<String>,
    /// By id, then market.
    offers: BTreeMap<String, BTreeMap<String, Offer>>,
}

/// One offer in one market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Line of the file, from 1.
    pub line: u32,
    pub title: String,
    /// A plain decimal in units of the currency.
    pub price: String,
    /// The price before; more than the price.
    pub was_price: Option<String>,
    /// ISO 4217 code.
    pub currency: String,
    /// What the price is for, such as `250 g`.
    pub unit: Option<String>,
    /// Path of a picture in the brief's folder.
    pub image: Option<String>,
}

impl Offer {
    /// The version of everything the offer says.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("offer");
        hasher.text("title", &self.title).text("price", &self.price).text("currency", &self.currency);
        for (name, value) in [("was_price", &self.was_price), ("unit", &self.unit), ("image", &self.image)] {
            if let Some(value) = value {
                hasher.text(name, value);
            }
        }
        hasher.finish()
    }
}

impl ProductFeed {
    /// Reads CSV or XLSX with the columns id, market, title, price, was_price, currency, unit, image.
    /// Tells everything that is wrong at once.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<ProductFeed, Problems> {
        let (feed, problems) = ProductFeed::read(file, bytes);
        feed.filter(|_| problems.is_empty()).ok_or_else(|| Problems::sorted(problems))
    }

    /// Reads it and tells what is wrong, in no order. The feed comes back whenever it could be read in
    /// spite of the problems, so that [`ProductFeed::check`] can add what else is wrong.
    pub fn read(file: &str, bytes: &[u8]) -> (Option<ProductFeed>, Vec<Problem>) {
        let table = Table::parse(file, bytes);
        let read = table.and_then(|table| table.columns(COLUMNS).map(|columns| (table, columns)));
        match read {
            Ok((table, columns)) => {
                let (feed, problems) = ProductFeed::of(&table, columns);
                (Some(feed), problems)
            }
            Err(problems) => (None, problems.0),
        }
    }

    fn of(table: &Table, columns: [usize; 8]) -> (ProductFeed, Vec<Problem>) {
        let mut problems = table.problems.clone();
        for (index, name) in table.header.iter().enumerate().filter(|(index, _)| !columns.contains(index)) {
            let problem = table.problem(table.header_line, index, format!("unknown column “{name}”"));
            problems.push(problem.one_of(name, COLUMNS));
        }
        let mut feed = ProductFeed { file: table.file.clone(), columns, ids: Vec::new(), offers: BTreeMap::new() };
        for row in &table.rows {
            if problems.len() > MAX_TOLD {
                break;
            }
            let reading = RowReading { table, row, columns };
            let (id, market, offer) = reading.offer(&mut problems);
            if !feed.offers.contains_key(&id) {
                feed.ids.push(id.clone());
            }
            let markets = feed.offers.entry(id.clone()).or_default();
            if let Some(first) = markets.get(&market) {
                let message = format!("“{id}” in “{market}” is there twice, first in line {}", first.line);
                problems.push(table.problem(row.line, columns[0], message));
                continue;
            }
            markets.insert(market, offer);
        }
        if table.rows.is_empty() {
            problems.push(table.problem(table.header_line, 0, "the feed has no row"));
        }
        (feed, problems)
    }

    /// What does not fit together with a brief and the files beside it: currencies that are not
    /// the market's, prices finer than it, markets and pictures that do not exist, excluded ids that are not here.
    pub fn check(&self, brief: &Brief, catalog: &Catalog, axis: Option<&str>, files: Option<&Bundle>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (market, offer) in self.offers.values().flatten() {
            if problems.len() > MAX_TOLD {
                break;
            }
            self.check_offer(market, offer, catalog, files, &mut problems);
        }
        let named = axis.map(|axis| brief.excluded_values(axis).collect::<Vec<_>>()).unwrap_or_default();
        for id in named.into_iter().filter(|id| !self.offers.contains_key(*id)) {
            let message = format!("the brief excludes “{id}”, which is not in this feed");
            let problem = Problem::at(&self.file, Mark::START, message);
            problems.push(problem.one_of(id, self.ids.iter().map(String::as_str)));
        }
        problems
    }

    fn check_offer(
        &self,
        id: &str,
        offer: &Offer,
        catalog: &Catalog,
        files: Option<&Bundle>,
        problems: &mut Vec<Problem>,
    ) {
        let mut tell = |column: &str, message: String| {
            let at = COLUMNS.iter().position(|name| *name == column).unwrap_or_default();
            let column = self.columns[at] as u32 + 1;
            problems.push(Problem::at(&self.file, Mark { line: offer.line, column }, message));
            problems.len() - 1
        };
        match (catalog.markets.get(id), catalog.find_locale_of(id)) {
            (Some(market), Some(locale)) => {
                if market.currency != offer.currency {
                    let message = format!("“{id}” pays in {}, not in {}", market.currency, offer.currency);
                    tell("currency", message);
                }
                for (column, price) in [("price", Some(&offer.price)), ("was_price", offer.was_price.as_ref())] {
                    if let Some(Err(error)) = price.map(|price| locale.format_price(market, price)) {
                        tell(column, error.to_string());
                    }
                }
            }
            _ => {
                let at = tell("market", format!("there is no market “{id}”"));
                problems[at] = problems[at].clone().one_of(id, catalog.markets.keys().map(String::as_str));
                return;
            }
        }
        if let (Some(image), Some(files)) = (&offer.image, files)
            && files.find(image).is_none()
        {
            let at = tell("image", format!("there is no file “{image}”"));
            problems[at].nearest = files.find_nearest(image);
        }
    }

    /// Ids in the order in which they first come.
    pub fn ids(&self) -> Vec<String> {
        self.ids.clone()
    }

    /// The pairs of id and market that exist.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pairs = self.offers.iter().flat_map(|(id, markets)| markets.keys().map(move |market| (id, market)));
        pairs.map(|(id, market)| (id.clone(), market.clone())).collect()
    }

    /// Every offer, with its market.
    pub fn offers(&self) -> impl Iterator<Item = (&str, &Offer)> {
        self.offers.values().flatten().map(|(market, offer)| (market.as_str(), offer))
    }

    /// An offer in a market. Never another market's.
    pub fn find(&self, id: &str, market: &str) -> Option<&Offer> {
        self.offers.get(id)?.get(market)
    }
}

struct RowReading<'a> {
    table: &'a Table,
    row: &'a Row,
    columns: [usize; 8],
}

impl RowReading<'_> {
    fn offer(&self, problems: &mut Vec<Problem>) -> (String, String, Offer) {
        let [id, market, title, price, was_price, currency, unit, image] = self.columns;
        let optional = |column: usize| Some(self.cell(column)).filter(|text| !text.is_empty()).map(str::to_owned);
        for column in [id, market] {
            let is_good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
            let text = self.cell(column);
            if text.is_empty() || text.len() > 64 || !text.chars().all(is_good) {
                problems.push(
                    self.problem(column, format!("“{text}” cannot be used as a name"))
                        .expected("small letters, digits, - and _"),
                );
            }
        }
        if self.cell(title).is_empty() {
            problems.push(self.problem(title, "this offer has no title".to_owned()));
        }
        let is_code = self.cell(currency).len() == 3 && self.cell(currency).chars().all(|c| c.is_ascii_uppercase());
        if !is_code {
            let message = format!("“{}” is not a currency", self.cell(currency));
            problems.push(self.problem(currency, message).expected("three capitals such as EUR"));
        }
        let now = self.decimal(price, problems);
        let before = optional(was_price).and_then(|_| self.decimal(was_price, problems));
        if let (Some(now), Some(before)) = (&now, &before)
            && before <= now
        {
            let message = format!("the price before ({before}) is not more than the price ({now})");
            problems.push(self.problem(was_price, message));
        }
        if let Some(Err(why)) = optional(image).as_deref().map(check_path) {
            problems.push(self.problem(image, why));
        }
        let offer = Offer {
            line: self.row.line,
            title: self.cell(title).to_owned(),
            price: now.map(|price| price.to_string()).unwrap_or_default(),
            was_price: before.map(|price| price.to_string()),
            currency: self.cell(currency).to_owned(),
            unit: optional(unit),
            image: optional(image),
        };
        (self.cell(id).to_owned(), self.cell(market).to_owned(), offer)
    }

    fn decimal(&self, column: usize, problems: &mut Vec<Problem>) -> Option<Decimal> {
        match Decimal::parse(self.cell(column)) {
            Ok(decimal) => Some(decimal),
            Err(error) => {
                problems.push(self.problem(column, error.to_string()));
                None
            }
        }
    }

    fn cell(&self, column: usize) -> &str {
        &self.row.cells[column]
    }

    fn problem(&self, column: usize, message: String) -> Problem {
        self.table.problem(self.row.line, column, message)
    }
}
