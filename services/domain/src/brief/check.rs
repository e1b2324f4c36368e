//! Checks a brief against the catalog, its workflow and its files.

use chrono::NaiveDate;

use super::file::BriefFile;
use super::{Brief, Budget, Draft, Message, Right};
use crate::bundle::{Bundle, check_path};
use crate::catalog::Catalog;
use crate::price::Decimal;
use crate::source::{Document, Problem, Problems, join, list};
use crate::workflow::{BRIEF_AXES, DERIVED_AXES, InputKind, Workflow};

struct Checking<'a> {
    doc: &'a Document,
    catalog: &'a Catalog,
    /// Where it is not known, what depends on it is not looked at.
    workflow: Option<&'a Workflow>,
    files: Option<&'a Bundle>,
    problems: Vec<Problem>,
}

/// What a draft says, as far as it can be read, and everything that is wrong with it.
pub(super) fn check(
    draft: &Draft,
    catalog: &Catalog,
    workflow: Option<&Workflow>,
    files: Option<&Bundle>,
) -> (Option<Brief>, Vec<Problem>) {
    let mut checking = Checking { doc: &draft.doc, catalog, workflow, files, problems: Vec::new() };
    let Some(file) = &draft.file else { return (None, draft.problems.clone()) };
    checking.lists(file);
    if let Some(workflow) = workflow {
        checking.counts(file, workflow);
        checking.axes(file, workflow);
        checking.exclude(file, workflow);
        checking.inputs(file, workflow);
    }
    checking.fallback(file);
    let brief = checking.brief(file.clone());
    (Some(brief), Problems::join(draft.problems.clone(), checking.problems))
}

impl Checking<'_> {
    fn lists(&mut self, file: &BriefFile) {
        if let Some(workflow) = self.workflow.filter(|workflow| file.workflow != workflow.name) {
            let problem = self.doc.problem("/workflow", format!("the workflow at hand is not “{}”", file.workflow));
            self.problems.push(problem.expected(&workflow.name));
        }
        let (markets, formats) = (&self.catalog.markets, &self.catalog.formats);
        self.known("/markets", &file.markets, "market", &|id| markets.contains_key(id), markets.keys());
        self.known("/formats", &file.formats, "format", &|id| formats.contains_key(id), formats.keys());
        let ids: Vec<&String> = file.messages.iter().map(|message| &message.id).collect();
        for (index, id) in ids.iter().enumerate() {
            if ids[..index].contains(id) {
                self.tell(&format!("/messages/{index}/id"), format!("the message “{id}” is there twice"));
            }
        }
    }

    /// Markets, messages and formats are there exactly where the workflow has such an axis.
    fn counts(&mut self, file: &BriefFile, workflow: &Workflow) {
        for (name, count) in
            [("market", file.markets.len()), ("message", file.messages.len()), ("format", file.formats.len())]
        {
            let has_axis = workflow.axes.iter().any(|axis| axis == name);
            if has_axis && count == 0 {
                let message = format!("the workflow asks for at least one {name}");
                self.problems.push(self.doc.problem_at_key(&format!("/{name}s"), message));
            } else if !has_axis && count > 0 {
                let message = format!("the workflow does not know the axis “{name}”");
                self.problems.push(self.doc.problem_at_key(&format!("/{name}s"), message));
            }
        }
    }

    fn known<'k>(
        &mut self,
        pointer: &str,
        words: &[String],
        what: &str,
        is_known: &dyn Fn(&str) -> bool,
        all: impl Iterator<Item = &'k String> + Clone,
    ) {
        for (index, word) in words.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            if !is_known(word) {
                let problem = self.doc.problem(&pointer, format!("there is no {what} “{word}”"));
                self.problems.push(problem.one_of(word, all.clone().map(String::as_str)));
            } else if words[..index].contains(word) {
                self.tell(&pointer, format!("the {what} “{word}” is there twice"));
            }
        }
    }

    fn axes(&mut self, file: &BriefFile, workflow: &Workflow) {
        let own = own_axes(workflow);
        for axis in own.iter().filter(|axis| file.axes.get(**axis).is_none_or(Vec::is_empty)) {
            let message = format!("the axis “{axis}” has no values");
            self.problems.push(self.doc.problem_at_key(&join("/axes", axis), message));
        }
        for (axis, values) in &file.axes {
            let pointer = join("/axes", axis);
            if BRIEF_AXES.contains(&axis.as_str()) {
                let problem = self.doc.problem_at_key(&pointer, format!("“{axis}” cannot stand here"));
                self.problems.push(problem.expected(format!("its values in {axis}s")));
            } else if !own.contains(&axis.as_str()) {
                let message = format!("the workflow asks for no values of “{axis}”");
                let problem = self.doc.problem_at_key(&pointer, message);
                self.problems.push(problem.one_of(axis, own.iter().copied()));
            }
            for (index, value) in values.iter().enumerate() {
                let pointer = format!("{pointer}/{index}");
                if !is_slug(value) {
                    let problem = self.doc.problem(&pointer, format!("“{value}” cannot be used as a value"));
                    self.problems.push(problem.expected("small letters, digits, - and _"));
                } else if values[..index].contains(value) {
                    self.tell(&pointer, format!("“{value}” is there twice"));
                }
            }
        }
    }

    fn exclude(&mut self, file: &BriefFile, workflow: &Workflow) {
        let messages: Vec<String> = file.messages.iter().map(|message| message.id.clone()).collect();
        let fed: Vec<&str> = workflow.inputs.values().filter_map(|input| input.axis.as_deref()).collect();
        let derived = DERIVED_AXES.map(|(derived, _)| derived);
        let mut names: Vec<&str> = workflow.axes.iter().map(String::as_str).collect();
        names.extend(derived);
        for (index, rule) in file.exclude.iter().enumerate() {
            if rule.is_empty() {
                self.tell(&format!("/exclude/{index}"), "this rule would leave out everything");
            }
            for (axis, value) in rule {
                let pointer = join(&format!("/exclude/{index}"), axis);
                if !names.contains(&axis.as_str()) {
                    let problem = self.doc.problem_at_key(&pointer, format!("there is no axis “{axis}”"));
                    self.problems.push(problem.one_of(axis, names.iter().copied()));
                    continue;
                }
                let values: Vec<String> = match axis.as_str() {
                    "market" => file.markets.clone(),
                    "message" => messages.clone(),
                    "format" => file.formats.clone(),
                    "locale" => self.locales_of(&file.markets),
                    "shape" => self.shapes_of(&file.formats),
                    // A feed's ids are checked where the feed is read.
                    other if fed.contains(&other) => continue,
                    other => file.axes.get(other).cloned().unwrap_or_default(),
                };
                if !values.contains(value) {
                    let message = format!("this brief has no {axis} “{value}”");
                    let problem = self.doc.problem(&pointer, message);
                    self.problems.push(problem.one_of(value, values.iter().map(String::as_str)));
                }
            }
        }
    }

    fn locales_of(&self, markets: &[String]) -> Vec<String> {
        markets.iter().filter_map(|id| Some(self.catalog.markets.get(id)?.locale.clone())).collect()
    }

    fn shapes_of(&self, formats: &[String]) -> Vec<String> {
        let word = |id: &String| Some(self.catalog.formats.get(id)?.shape().word().to_owned());
        formats.iter().filter_map(word).collect()
    }

    fn inputs(&mut self, file: &BriefFile, workflow: &Workflow) {
        for (name, input) in &workflow.inputs {
            if input.is_required && !file.inputs.contains_key(name) {
                let problem = self.doc.problem_at_key("/inputs", format!("the input “{name}” is missing"));
                self.problems.push(problem.expected(format!("{name}: with a {}", file_words(input.kind))));
            }
        }
        for (name, path) in &file.inputs {
            let pointer = join("/inputs", name);
            let Some(input) = workflow.inputs.get(name) else {
                let message = format!("the workflow asks for no input “{name}”");
                let problem = self.doc.problem_at_key(&pointer, message);
                self.problems.push(problem.one_of(name, workflow.inputs.keys().map(String::as_str)));
                continue;
            };
            if let Err(why) = check_path(path) {
                self.tell(&pointer, why);
                continue;
            }
            let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            if !endings(input.kind).contains(&ending.as_deref().unwrap_or_default()) {
                let problem = self.doc.problem(&pointer, format!("“{path}” cannot be used for “{name}”"));
                self.problems.push(problem.expected(format!("a {}", file_words(input.kind))));
            }
            if let Some(files) = self.files.filter(|files| files.find(path).is_none()) {
                let mut problem = self.doc.problem(&pointer, format!("there is no file “{path}”"));
                problem.nearest = files.find_nearest(path);
                self.problems.push(problem);
            }
        }
    }

    fn fallback(&mut self, file: &BriefFile) {
        let locales = &self.catalog.locales;
        for (from, to) in &file.fallback {
            let pointer = join("/fallback", from);
            if !locales.contains_key(from) {
                let problem = self.doc.problem_at_key(&pointer, format!("there is no locale “{from}”"));
                self.problems.push(problem.one_of(from, locales.keys().map(String::as_str)));
            }
            if !locales.contains_key(to) {
                let problem = self.doc.problem(&pointer, format!("there is no locale “{to}”"));
                self.problems.push(problem.one_of(to, locales.keys().map(String::as_str)));
            }
            let mut way: Vec<&str> = vec![from];
            while let Some(next) = way.last().and_then(|last| file.fallback.get(*last)) {
                // The circle is told once, at the first of its locales.
                let is_circle = next == from && way.iter().min() == Some(&from.as_str());
                let has_been = way.contains(&next.as_str());
                way.push(next);
                if is_circle {
                    self.tell(&pointer, format!("the fallback goes round: {}", way.join(" → ")));
                }
                if has_been {
                    break;
                }
            }
        }
    }

    fn brief(&mut self, file: BriefFile) -> Brief {
        let starts = self.date("/starts", file.starts.as_deref());
        let ends = self.date("/ends", file.ends.as_deref());
        if let (Some(starts), Some(ends)) = (starts, ends)
            && ends < starts
        {
            let problem = self.doc.problem("/ends", format!("{ends} is before the campaign starts"));
            self.problems.push(problem.expected(format!("{starts} or later")));
        }
        let budget = file.budget.and_then(|row| {
            let amount_nano = Decimal::parse(&row.amount).ok()?.nano()?;
            Some(Budget { amount_nano, currency: row.currency, is_hard: row.hard })
        });
        let inputs: Vec<&str> = file.inputs.keys().map(String::as_str).collect();
        let mut rights = Vec::new();
        for (index, row) in file.rights.into_iter().enumerate() {
            let pointer = format!("/rights/{index}");
            if !inputs.contains(&row.ingredient.as_str()) {
                let message = format!("there is no input “{}”", row.ingredient);
                let problem = self.doc.problem(&format!("{pointer}/ingredient"), message);
                self.problems.push(problem.one_of(&row.ingredient, inputs.iter().copied()));
            }
            let expires = self.date(&format!("{pointer}/expires"), row.expires.as_deref());
            if let (Some(expires), Some(ends)) = (expires, ends)
                && expires < ends
            {
                let message = format!("this right ends on {expires}, before the campaign does");
                let problem = self.doc.problem(&format!("{pointer}/expires"), message);
                self.problems.push(problem.expected(format!("{ends} or later")));
            }
            let (ingredient, holder, licence) = (row.ingredient, row.holder, row.licence);
            rights.push(Right { ingredient, holder, licence, expires });
        }
        let messages = file.messages.into_iter();
        let messages = messages.map(|row| Message { id: row.id, title: row.title, scene: row.scene });
        Brief {
            campaign: file.campaign,
            title: file.title,
            brand: file.brand,
            workflow: file.workflow,
            markets: file.markets,
            messages: messages.collect(),
            formats: file.formats,
            axes: file.axes,
            exclude: file.exclude,
            inputs: file.inputs,
            fallback: file.fallback,
            starts,
            ends,
            budget,
            sensitivity: file.sensitivity,
            regulated: file.regulated,
            rights,
        }
    }

    fn date(&mut self, pointer: &str, text: Option<&str>) -> Option<NaiveDate> {
        let text = text?;
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
        if date.is_none() {
            let problem = self.doc.problem(pointer, format!("“{text}” is not a date"));
            self.problems.push(problem.expected("a date such as 2026-12-01"));
        }
        date
    }

    fn tell(&mut self, pointer: &str, message: impl Into<String>) {
        let problem = self.doc.problem(pointer, message);
        self.problems.push(problem);
    }
}

/// Axes that neither the brief's lists nor a feed give values to.
fn own_axes(workflow: &Workflow) -> Vec<&str> {
    let from_feed = |axis: &str| workflow.inputs.values().any(|input| input.axis.as_deref() == Some(axis));
    let axes = workflow.axes.iter().map(String::as_str);
    axes.filter(|axis| !BRIEF_AXES.contains(axis) && !from_feed(axis)).collect()
}

fn is_slug(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    (1..=64).contains(&text.len()) && text.chars().all(is_letter)
}

fn endings(kind: InputKind) -> &'static [&'static str] {
    match kind {
        InputKind::Image => &["png", "jpg", "jpeg", "webp"],
        InputKind::CopyDeck => &["csv", "xlsx"],
        InputKind::ProductFeed => &["csv", "xlsx"],
    }
}

fn file_words(kind: InputKind) -> String {
    let what = match kind {
        InputKind::Image => "picture",
        InputKind::CopyDeck => "copy deck",
        InputKind::ProductFeed => "product feed",
    };
    let endings: Vec<String> = endings(kind).iter().map(|ending| format!(".{ending}")).collect();
    format!("{what} ({})", list(&endings.iter().map(String::as_str).collect::<Vec<_>>()))
}
