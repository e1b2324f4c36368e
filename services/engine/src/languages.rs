//! Languages: the lines of a campaign as work for a translator. Builds the job that `exchange` writes, from the brief,
//! the kit and what is there already. How files look is not known here, nor what becomes of one that came back (see
//! `actions/import_copy.rs`).

mod job;

use galley_domain::access::Access;
use galley_domain::brief::Brief;
use galley_domain::copy_deck::CopyDeck;
use galley_domain::ids::{BrandKitId, BriefId, CampaignId, Id};
use galley_exchange::tbx::{Concept, Word};
use galley_exchange::{Job, tbx, tmx, xliff};
use galley_store::{brands, campaigns, variants};

use crate::sources::load_bundle;
use crate::{ActionError, Engine, Pins, Sources, planning};

pub(crate) use job::{Standing, build};

/// What lines belong to, as the file of a translator says it.
const ORIGIN: &str = "galley";

/// How a job is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Xliff21,
    Xliff12,
    Tmx,
}

/// From which language into which.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    /// The deck's first locale where none is named.
    pub source: Option<String>,
    pub target: String,
}

/// A file for people.
#[derive(Debug, Clone)]
pub struct Export {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The lines of a campaign's current brief for one language, as a file.
pub async fn export_copy(
    engine: &Engine,
    access: &Access,
    campaign: CampaignId,
    pair: &Pair,
    form: Form,
) -> Result<Export, ActionError> {
    let scope = access.scope();
    let known = campaigns::get_campaign(&engine.store, &scope, campaign).await?;
    if known.is_sensitive && form == Form::Tmx {
        // A memory is for other campaigns.
        return Err(ActionError::NotAllowed("a sensitive campaign's lines go into no memory".to_owned()));
    }
    let pins = planning::current_pins(engine, &scope, &known).await?;
    let sources = Sources::load(engine, &scope, pins).await?;
    let standing = Standing {
        existing: variants::existing(&engine.store, &scope, campaign).await?,
        pictures: job::pictures(engine, &scope, &sources, &pair.target).await?,
    };
    let job = build(&engine.catalog, &sources, pair, &standing)?;
    let (bytes, ending) = match form {
        Form::Xliff21 => (xliff::write(&job, xliff::Version::Two1), "xlf"),
        Form::Xliff12 => (xliff::write(&job, xliff::Version::One2), "xlf"),
        Form::Tmx => (write_memory(engine, &job, &known.slug), "tmx"),
    };
    Ok(Export { name: format!("{}_{}.{ending}", known.slug, job.target.tag), bytes })
}

/// How far a language is.
#[derive(Debug, Clone)]
pub struct Progress {
    pub tag: String,
    pub is_source: bool,
    /// Lines that the source has.
    pub lines: usize,
    /// Those of them that have one in this language.
    pub written: usize,
    /// Those of them that are not for translators.
    pub locked: usize,
}

/// The languages of a campaign's current brief: the deck's first, then those it is translated into.
pub async fn list_languages(
    engine: &Engine,
    access: &Access,
    campaign: CampaignId,
) -> Result<Vec<Progress>, ActionError> {
    let scope = access.scope();
    let known = campaigns::get_campaign(&engine.store, &scope, campaign).await?;
    let pins = planning::current_pins(engine, &scope, &known).await?;
    let sources = Sources::load(engine, &scope, pins).await?;
    job::progress(&engine.catalog, &sources)
}

/// The lines that have a translation, as a memory.
fn write_memory(engine: &Engine, job: &Job, campaign: &str) -> Vec<u8> {
    let pairs = job.units.iter().filter_map(|unit| {
        Some(tmx::Pair {
            source_tag: job.source.tag.clone(),
            target_tag: job.target.tag.clone(),
            source: unit.source.clone(),
            target: unit.target.clone()?,
            context: Some(unit.id.clone()),
            origin: Some(campaign.to_owned()),
        })
    });
    let at = engine.clock.now().format("%Y%m%dT%H%M%SZ").to_string();
    tmx::write(&pairs.collect::<Vec<_>>(), &job.source.tag, &at)
}

/// A brand's glossary and forbidden words as TBX. The glossary's terms are words of `source`.
pub async fn export_glossary(
    engine: &Engine,
    access: &Access,
    brand: galley_domain::ids::BrandId,
    source: &str,
) -> Result<Export, ActionError> {
    let scope = access.scope();
    let known = brands::get_brand(&engine.store, &scope, brand).await?;
    check_locale(engine, "source", source)?;
    let row = brands::find_latest_brand_kit(&engine.store, &scope, brand).await?;
    let row = row.ok_or_else(|| ActionError::conflict("no_brand_kit", "the brand has no kit yet: add one first"))?;
    let files = load_bundle(engine, scope.organization, &row.files()?).await?;
    let kit = galley_domain::brand_kit::BrandKit::parse(&files, Some(&engine.catalog))?;
    let word = |tag: &str, text: &str, is_banned| Word { tag: tag.to_owned(), text: text.to_owned(), is_banned };
    let terms = kit.glossary.iter().map(|(term, spellings)| {
        let own = spellings.get(source).is_none().then(|| word(source, term, false));
        let others = spellings.iter().map(|(tag, spelling)| word(tag, spelling, false));
        Concept { words: own.into_iter().chain(others).collect(), note: None }
    });
    let banned = kit.banned.iter().filter(|banned| !banned.locales.is_empty()).map(|banned| Concept {
        words: banned.locales.iter().map(|tag| word(tag, &banned.word, true)).collect(),
        note: Some(banned.why.clone()),
    });
    let concepts: Vec<Concept> = terms.chain(banned).collect();
    Ok(Export { name: format!("{}.tbx", known.slug), bytes: tbx::write(&concepts, &kit.title) })
}

/// What a job's file says it belongs to: the campaign, and the versions whose lines and names it holds.
pub(crate) fn original(pins: Pins) -> String {
    format!("{ORIGIN}/{}/{}/{}", pins.campaign, pins.brief, pins.kit)
}

/// What a file belongs to, if Galley wrote it.
pub(crate) fn parse_original(text: &str) -> Option<(CampaignId, BriefId, BrandKitId)> {
    let mut parts = text.split('/');
    let is_ours = parts.next() == Some(ORIGIN);
    let mut part = || parts.next().filter(|_| is_ours);
    let found = (CampaignId::parse(part()?).ok()?, BriefId::parse(part()?).ok()?, BrandKitId::parse(part()?).ok()?);
    parts.next().is_none().then_some(found)
}

/// A campaign's deck: the name of its input, that of its file, and what it says.
pub(crate) fn deck(sources: &Sources) -> Result<(&String, &str, &CopyDeck), ActionError> {
    let Brief { inputs, .. } = &sources.brief;
    let found = sources.decks.iter().next().and_then(|(input, deck)| Some((input, inputs.get(input)?.as_str(), deck)));
    found.ok_or_else(|| ActionError::invalid("copy", "the campaign has no copy deck"))
}

fn check_locale(engine: &Engine, field: &str, tag: &str) -> Result<(), ActionError> {
    if engine.catalog.locales.contains_key(tag) {
        return Ok(());
    }
    Err(ActionError::invalid(field, format!("there is no locale “{tag}”")))
}
