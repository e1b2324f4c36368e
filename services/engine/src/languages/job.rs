//! The job of one language: a unit for each row of the deck, with what a translator must know about it.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::access::Scope;
use galley_domain::brand_kit::BrandKit;
use galley_domain::catalog::Catalog;
use galley_domain::cell;
use galley_domain::copy_deck::{ANY_MESSAGE, CopyDeck, DeckRow, may_fall_back};
use galley_domain::locale::Direction;
use galley_domain::plan::Existing;
use galley_exchange::held::Held;
use galley_exchange::{Job, Language, State, Term, Unit};
use galley_store::Page;
use galley_store::variants::{self, VariantFilter};

use super::{Pair, Progress, deck, original};
use crate::{ActionError, Engine, Sources};

/// Stands for every message in a unit's id, where `*` may not.
const ANY_ID: &str = "_";
/// Slots that layouts know by these names, and what a reader sees there.
const MEANINGS: [(&str, &str); 8] = [
    ("headline", "The headline: the largest line of the ad."),
    ("subline", "The line under the headline, in small letters."),
    ("cta", "The words on the button: what a person does next."),
    ("legal", "The legal line at the foot of the ad."),
    ("title", "The product's name."),
    ("price", "The price."),
    ("was_price", "The price before, struck through."),
    ("unit", "What the price is for."),
];

/// What of the campaign exists; none of it goes into what a line is.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub existing: Existing,
    /// By message, where a picture of its ad in this language can be seen.
    pub pictures: BTreeMap<String, String>,
}

/// Builds the job. Refuses languages that there are no lines in, or no ads.
pub(crate) fn build(
    catalog: &Catalog,
    sources: &Sources,
    pair: &Pair,
    standing: &Standing,
) -> Result<Job, ActionError> {
    let (_, _, deck) = deck(sources)?;
    let (source, target) = languages(catalog, sources, deck, pair)?;
    let building = Building { catalog, sources, deck, source: &source.tag, target: &target.tag, standing };
    let units = deck.rows().iter().filter_map(|row| building.unit(row)).collect();
    let tone = &sources.kit.voice.tone;
    Ok(Job {
        original: original(sources.pins),
        title: sources.brief.title.clone(),
        notes: if tone.is_empty() { Vec::new() } else { vec![("voice", tone.clone())] },
        held: held(catalog, &sources.kit, sources.brand_rules.names.iter().map(|name| &name.write)),
        units,
        source,
        target,
    })
}

fn languages(
    catalog: &Catalog,
    sources: &Sources,
    deck: &CopyDeck,
    pair: &Pair,
) -> Result<(Language, Language), ActionError> {
    let read: BTreeSet<&str> =
        sources.brief.markets.iter().filter_map(|id| Some(catalog.markets.get(id)?.locale.as_str())).collect();
    let columns = deck.locales();
    let source = pair.source.as_deref().or(columns.first().map(String::as_str)).unwrap_or_default();
    if !columns.iter().any(|column| column == source) {
        return Err(unknown("source", source, columns.iter().map(String::as_str), "the copy deck has lines in"));
    }
    let is_target = |tag: &str| tag != source && (read.contains(tag) || columns.iter().any(|column| column == tag));
    if !is_target(&pair.target) {
        let targets: BTreeSet<&str> = read.iter().copied().chain(columns.iter().map(String::as_str)).collect();
        let targets = targets.into_iter().filter(|tag| is_target(tag));
        return Err(unknown("locale", &pair.target, targets, "the campaign is translated into"));
    }
    let language = |tag: &str| {
        let is_rtl = catalog.locales.get(tag).is_some_and(|locale| locale.direction == Direction::Rtl);
        Language { tag: tag.to_owned(), is_rtl }
    };
    Ok((language(source), language(&pair.target)))
}

/// How far each language is; the deck's first comes first.
pub(super) fn progress(catalog: &Catalog, sources: &Sources) -> Result<Vec<Progress>, ActionError> {
    let (_, _, deck) = deck(sources)?;
    let source = deck.locales().first().cloned().unwrap_or_default();
    let read = sources.brief.markets.iter().filter_map(|id| Some(&catalog.markets.get(id)?.locale));
    let mut tags: Vec<&String> = deck.locales().iter().chain(read).collect();
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(*tag));
    let rows = deck.rows();
    let rows: Vec<&DeckRow<'_>> = rows.iter().filter(|row| row.texts.contains_key(&source)).collect();
    let count = |is_meant: &dyn Fn(&DeckRow<'_>) -> bool| rows.iter().filter(|row| is_meant(row)).count();
    let language = |tag: &String| Progress {
        tag: tag.clone(),
        is_source: *tag == source,
        lines: rows.len(),
        written: count(&|row| row.texts.contains_key(tag)),
        locked: count(&|row| !may_fall_back(row.slot)),
    };
    Ok(tags.into_iter().map(language).collect())
}

fn unknown<'a>(field: &str, tag: &str, known: impl Iterator<Item = &'a str>, what: &str) -> ActionError {
    let known: Vec<&str> = known.collect();
    let asked = if tag.is_empty() { "no language is named".to_owned() } else { format!("“{tag}” is none of them") };
    ActionError::invalid(field, format!("{asked}: {what} {}", known.join(", ")))
}

/// What translators leave as it is: the brand, its names, terms that every language writes the same, prices.
fn held<'a>(catalog: &Catalog, kit: &'a BrandKit, names: impl Iterator<Item = &'a String>) -> Held {
    let same = kit.glossary.iter().filter(|(term, spellings)| spellings.values().all(|spelling| spelling == *term));
    let names: BTreeSet<String> = names.chain(same.map(|(term, _)| term)).chain([&kit.title]).cloned().collect();
    let currencies: BTreeSet<String> =
        catalog.markets.values().flat_map(|market| [market.symbol.clone(), market.currency.clone()]).collect();
    Held { names: names.into_iter().collect(), currencies: currencies.into_iter().collect() }
}

struct Building<'a> {
    catalog: &'a Catalog,
    sources: &'a Sources,
    deck: &'a CopyDeck,
    source: &'a str,
    target: &'a str,
    standing: &'a Standing,
}

impl Building<'_> {
    /// A row without a line in the source has nothing to translate.
    fn unit(&self, row: &DeckRow<'_>) -> Option<Unit> {
        let source = row.texts.get(self.source)?.clone();
        let message = self.sources.brief.find_message(row.message);
        let (id, title) = match row.message {
            ANY_MESSAGE => (ANY_ID, "Every message"),
            id => (id, message.map_or(id, |message| &message.title)),
        };
        let target = row.texts.get(self.target).cloned();
        Some(Unit {
            id: format!("{id}.{}", row.slot),
            name: format!("{title} · {}", row.slot),
            notes: self.notes(row),
            state: self.state(row.message, target.is_some()),
            target,
            is_locked: !may_fall_back(row.slot),
            max_width: row.max_chars,
            terms: self.terms(&source),
            matches: Vec::new(),
            source,
        })
    }

    fn notes(&self, row: &DeckRow<'_>) -> Vec<(&'static str, String)> {
        let mut notes = Vec::new();
        let meaning = MEANINGS.iter().find(|(slot, _)| *slot == row.slot);
        notes.extend(meaning.map(|(_, words)| ("slot", (*words).to_owned())));
        if let Some(limit) = row.max_chars {
            notes.push(("limit", format!("At most {limit} characters; wide ones count twice.")));
        }
        if !may_fall_back(row.slot) {
            notes.push((
                "locked",
                "Sent to be read: prices, claims and legal lines are not for translators.".to_owned(),
            ));
        }
        if let Some(message) = self.sources.brief.find_message(row.message).filter(|message| !message.scene.is_empty())
        {
            notes.push(("scene", message.scene.clone()));
        }
        let fallback = &self.sources.brief.fallback;
        if let Ok(line) = self.deck.line(row.message, row.slot, self.target, fallback)
            && line.from_locale != self.target
        {
            let why = format!("Until there is a line here, the ad says “{}” ({}).", line.text, line.from_locale);
            notes.push(("fallback", why));
        }
        notes.extend(self.standing.pictures.get(row.message).map(|address| ("picture", address.clone())));
        notes
    }

    /// Final is what stands in ads that are all approved.
    fn state(&self, message: &str, is_written: bool) -> State {
        let is_meant = |written: &str| {
            let pairs: BTreeMap<&str, &str> = cell::pairs(written).collect();
            let market = pairs.get("market").and_then(|market| self.catalog.markets.get(*market));
            let is_message = message == ANY_MESSAGE || pairs.get("message").is_none_or(|found| *found == message);
            is_message && market.is_some_and(|market| market.locale == self.target)
        };
        let ads = self.standing.existing.iter().filter(|(cell, ad)| !ad.is_retired && is_meant(cell));
        let mut ads = ads.map(|(_, ad)| ad.is_approved).peekable();
        match (is_written, ads.peek().is_some() && ads.all(|is_approved| is_approved)) {
            (false, _) => State::Initial,
            (true, false) => State::Translated,
            (true, true) => State::Final,
        }
    }

    /// Terms that the line uses, in any letters.
    fn terms(&self, source: &str) -> Vec<Term> {
        let line = source.to_lowercase();
        let used = self.sources.kit.glossary.iter().filter(|(term, _)| line.contains(&term.to_lowercase()));
        used.filter_map(|(term, spellings)| {
            Some(Term { source: term.clone(), target: spellings.get(self.target)?.clone() })
        })
        .collect()
    }
}

/// For each message, where one of its ads in this language can be seen.
pub(crate) async fn pictures(
    engine: &Engine,
    scope: &Scope,
    sources: &Sources,
    target: &str,
) -> Result<BTreeMap<String, String>, ActionError> {
    let reads = |market: &&String| engine.catalog.find_locale_of(market).is_some_and(|locale| locale.tag == target);
    let Some(market) = sources.brief.markets.iter().find(reads) else { return Ok(BTreeMap::new()) };
    let mut pictures = BTreeMap::new();
    for message in &sources.brief.messages {
        let filter = VariantFilter {
            campaign: Some(sources.pins.campaign),
            market: Some(market.clone()),
            message: Some(message.id.clone()),
            ..VariantFilter::default()
        };
        let ads = variants::list(&engine.store, scope, &filter, Page { after: None, limit: 1 }).await?;
        if let Some(revision) = ads.first().and_then(|ad| ad.revision) {
            pictures.insert(message.id.clone(), format!("/api/v1/revisions/{revision}/picture"));
        }
    }
    Ok(pictures)
}
