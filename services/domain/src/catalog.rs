//! The catalog: every format, locale and market Galley knows, read from data files.
//! Adding one is one new file and no code.

use std::collections::BTreeMap;

use crate::format::{self, Format};
use crate::locale::{self, Locale, Market};
use crate::source::{Document, Problem, Problems, text_of};

/// All formats, locales and markets, by id or tag.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// Names of channels for people.
    pub channels: BTreeMap<String, String>,
    pub formats: BTreeMap<String, Format>,
    pub locales: BTreeMap<String, Locale>,
    pub markets: BTreeMap<String, Market>,
}

impl Catalog {
    /// Reads every `formats/*.toml` and `locales/*.toml` among the files; others are left alone.
    /// Tells every problem of every file.
    pub fn parse(files: impl Iterator<Item = (String, Vec<u8>)>) -> Result<Catalog, Problems> {
        let mut catalog = Catalog::default();
        let mut problems = Vec::new();
        for (path, bytes) in files {
            let mut parts = path.rsplit('/');
            let (name, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if !name.ends_with(".toml") || !matches!(folder, "formats" | "locales") {
                continue;
            }
            let doc = match text_of(&path, &bytes) {
                Ok(text) => Document::parse_toml(&path, text),
                Err(problem) => Err(problem.into()),
            };
            match doc {
                Ok(doc) if folder == "formats" => catalog.take_channel(&doc, name, &mut problems),
                Ok(doc) => catalog.take_locale(&doc, name, &mut problems),
                Err(found) => problems.extend(found.0),
            }
        }
        Problems::unless_empty(catalog, problems)
    }

    /// The locale a market reads.
    pub fn find_locale_of(&self, market: &str) -> Option<&Locale> {
        self.locales.get(&self.markets.get(market)?.locale)
    }

    fn take_channel(&mut self, doc: &Document, name: &str, problems: &mut Vec<Problem>) {
        let (channel, found) = format::read(doc);
        problems.extend(found);
        let Some(channel) = channel else { return };
        if name.strip_suffix(".toml") != Some(channel.id.as_str()) {
            let message = format!("the file of “{}” has another name", channel.id);
            problems.push(doc.problem("/channel", message).expected(format!("{}.toml", channel.id)));
        }
        for (index, format) in channel.formats.into_iter().enumerate() {
            if self.formats.contains_key(&format.id) {
                let message = format!("the format “{}” is there twice", format.id);
                problems.push(doc.problem(&format!("/format/{index}/id"), message));
                continue;
            }
            self.formats.insert(format.id.clone(), format);
        }
        self.channels.insert(channel.id, channel.title);
    }

    fn take_locale(&mut self, doc: &Document, name: &str, problems: &mut Vec<Problem>) {
        let (found_locale, found) = locale::read(doc);
        problems.extend(found);
        let Some((locale, markets)) = found_locale else { return };
        if name.strip_suffix(".toml") != Some(locale.tag.as_str()) {
            let message = format!("the file of “{}” has another name", locale.tag);
            problems.push(doc.problem("/tag", message).expected(format!("{}.toml", locale.tag)));
        }
        for (index, market) in markets.into_iter().enumerate() {
            let pointer = format!("/market/{index}/id");
            if let Some(other) = self.markets.get(&market.id) {
                let message = format!("the market “{}” is already there, in {}", market.id, other.locale);
                problems.push(doc.problem(&pointer, message));
                continue;
            }
            self.markets.insert(market.id.clone(), market);
        }
        if self.locales.insert(locale.tag.clone(), locale).is_some() {
            problems.push(doc.problem("/tag", "this locale is there twice"));
        }
    }
}
