//! Reading a file of brand rules: its schema, then what no schema can say. Every problem with its place.

use galley_domain::catalog::Catalog;
use galley_domain::digest::{Digest, Hasher};
use galley_domain::source::{Document, Problem, Problems};

use super::BrandRules;
use crate::phrase::Phrase;
use crate::subject::language;

impl BrandRules {
    /// Reads a document in YAML, TOML or JSON. Tells everything that is wrong at once; with a catalog also locales
    /// and markets that do not exist.
    pub fn parse(doc: &Document, catalog: Option<&Catalog>) -> Result<BrandRules, Problems> {
        let (rules, first) = doc.read::<BrandRules>();
        let Some(rules) = rules else { return Err(Problems::sorted(first)) };
        let mut reading = Reading { doc, catalog, problems: Vec::new() };
        reading.words(&rules);
        reading.names(&rules);
        reading.limits(&rules);
        Problems::settle(rules, first, reading.problems)
    }

    /// The version of all that these rules say.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("brand rules");
        hasher.json("rules", &serde_json::to_value(self).expect("rules are plain data"));
        hasher.finish()
    }
}

struct Reading<'a> {
    doc: &'a Document,
    catalog: Option<&'a Catalog>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn words(&mut self, rules: &BrandRules) {
        for (at, forbidden) in rules.forbidden.iter().enumerate() {
            let place = format!("/forbidden/{at}");
            self.word(&format!("{place}/word"), &forbidden.word);
            self.slots(&place, &forbidden.slots);
            self.locales(&place, &forbidden.locales);
        }
        for (at, required) in rules.required.iter().enumerate() {
            let place = format!("/required/{at}");
            for (index, word) in required.any.iter().enumerate() {
                self.word(&format!("{place}/any/{index}"), word);
            }
            self.slots(&place, &required.slots);
            self.locales(&place, &required.locales);
            self.markets(&place, &required.markets);
            if let Some(slot) = &required.beside {
                self.slot(&format!("{place}/beside"), slot);
            }
        }
    }

    fn names(&mut self, rules: &BrandRules) {
        for (at, name) in rules.names.iter().enumerate() {
            let place = format!("/names/{at}");
            self.word(&format!("{place}/write"), &name.write);
            self.locales(&place, &name.locales);
            for (list, words) in [("never", &name.never), ("besides", &name.besides)] {
                for index in (0..words.len()).filter(|index| words[*index] == name.write) {
                    let message = format!("“{}” is the right spelling, so it cannot be in “{list}”", name.write);
                    self.problems.push(self.doc.problem(&format!("{place}/{list}/{index}"), message));
                }
            }
        }
    }

    fn limits(&mut self, rules: &BrandRules) {
        for (at, limits) in rules.texts.iter().enumerate() {
            let place = format!("/texts/{at}");
            if let Some(slot) = &limits.slot {
                self.slot(&format!("{place}/slot"), slot);
            }
            let is_empty = limits.least_px.is_none() && limits.most_lines.is_none();
            if is_empty && limits.least_contrast.is_none() && limits.least_lc.is_none() {
                let problem = self.doc.problem(&place, "this sets no limit");
                self.problems.push(problem.expected("least_px, most_lines, least_contrast or least_lc"));
            }
        }
        for (at, limits) in rules.legal.iter().enumerate() {
            let place = format!("/legal/{at}");
            self.markets(&place, &limits.markets);
            let sizes = [limits.least_px, limits.least_height, limits.least_area, limits.least_contrast];
            if limits.place.is_none() && sizes.iter().all(Option::is_none) {
                let problem = self.doc.problem(&place, "this sets no limit");
                self.problems.push(problem.expected("least_px, least_height, least_area, least_contrast or place"));
            }
        }
    }

    /// A word must have something that can be looked for.
    fn word(&mut self, place: &str, word: &str) {
        if !word.is_empty() && Phrase::new(word).is_empty() {
            let message = format!("“{word}” has no letter, digit or sign that could be found in a text");
            self.problems.push(self.doc.problem(place, message));
        }
    }

    fn slots(&mut self, place: &str, slots: &[String]) {
        for (index, slot) in slots.iter().enumerate() {
            self.slot(&format!("{place}/slots/{index}"), slot);
        }
    }

    fn slot(&mut self, place: &str, slot: &str) {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if slot.is_empty() || slot.len() > 64 || !slot.chars().all(is_name) {
            let problem = self.doc.problem(place, format!("“{slot}” cannot be the name of a slot"));
            self.problems.push(problem.expected("small letters, digits and _"));
        }
    }

    fn locales(&mut self, place: &str, locales: &[String]) {
        let Some(catalog) = self.catalog else { return };
        let tags = || catalog.locales.keys().map(String::as_str);
        for (index, named) in locales.iter().enumerate() {
            if tags().all(|tag| tag != named && language(tag) != named) {
                let problem =
                    self.doc.problem(&format!("{place}/locales/{index}"), format!("there is no locale “{named}”"));
                self.problems.push(problem.one_of(named, tags()));
            }
        }
    }

    fn markets(&mut self, place: &str, markets: &[String]) {
        let Some(catalog) = self.catalog else { return };
        for (index, named) in markets.iter().enumerate().filter(|(_, named)| !catalog.markets.contains_key(*named)) {
            let problem =
                self.doc.problem(&format!("{place}/markets/{index}"), format!("there is no market “{named}”"));
            self.problems.push(problem.one_of(named, catalog.markets.keys().map(String::as_str)));
        }
    }
}
