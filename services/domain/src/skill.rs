//! Skills: an expert's style or rule as a folder, in the Agent Skills format, with what Galley adds to it. Reads and
//! checks; what is published where, and what the rules in [`RULES`] mean, is not known here.
//!
//! Its words are untrusted: they are data that stands behind a prompt, never a template, and nothing in the folder is run.

mod archive;
mod front;
mod row;
mod set;

use std::collections::BTreeMap;

use crate::bundle::{Bundle, check_path};
use crate::catalog::Catalog;
use crate::source::{Document, Mark, Problem, Problems, text_of};

pub use archive::unpack;
pub use front::{Front, MAX_NAME_BYTES};
pub use set::{MAX_SKILLS, MAX_TEXT_CHARS, Pinned, Place, SkillSet};

/// The file that makes a folder a skill.
pub const FILE: &str = "SKILL.md";
/// Checks: banned and required words, limits.
pub const RULES: &str = "rules.yaml";
/// Which layouts to prefer where.
pub const LAYOUTS: &str = "layout.yaml";
/// What the pictures in `examples/` show.
pub const EXAMPLES: &str = "examples.yaml";
/// The step kinds whose prompts a skill may add to, each with `prompts/<kind>.md`.
pub const PROMPT_KINDS: [&str; 4] = ["generate_image", "edit_image", "generate_text", "transcreate"];

/// Most files of a skill.
pub const MAX_FILES: usize = 60;
/// Most bytes of all its files.
pub const MAX_BYTES: usize = 8 << 20;
/// Most bytes of one text.
const MAX_TEXT_BYTES: usize = 64 << 10;
/// Longest text for one step kind, in characters.
pub const MAX_PROMPT_CHARS: usize = 2_000;
/// Endings of example pictures.
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "webp"];

/// A skill that was read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    pub front: Front,
    /// What `SKILL.md` says to people, in Markdown.
    pub body: String,
    /// What is added to prompts, by step kind.
    pub prompts: BTreeMap<String, String>,
    /// The first that fits and exists is taken.
    pub prefer: Vec<Preference>,
    pub examples: Vec<Example>,
}

/// A layout that is better in some places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preference {
    /// A layout folder, where the workflow has one of this name.
    pub layout: String,
    /// Only in these markets; empty: in all.
    pub markets: Vec<String>,
    /// Only for these shapes; empty: for all.
    pub shapes: Vec<String>,
    /// Only for these formats; empty: for all.
    pub formats: Vec<String>,
}

/// A picture that shows what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its path in the folder.
    pub picture: String,
    /// It keeps to the skill; else it shows what is wrong.
    pub passes: bool,
    pub caption: String,
}

impl Skill {
    /// Reads a skill's folder. Tells everything that is wrong with all of its files at once, but for what [`RULES`] says.
    /// `folder` is the folder's own name, where it has one: the format asks that it is the skill's. With a catalog, markets
    /// and formats that it names must exist.
    pub fn parse(files: &Bundle, folder: Option<&str>, catalog: Option<&Catalog>) -> Result<Skill, Problems> {
        let mut reading = Reading { files, catalog, problems: Vec::new() };
        reading.names();
        let main =
            reading.take(files.get_text(FILE).map_err(Problems::from).and_then(|text| front::parse(text, folder)));
        let prompts = reading.prompts();
        let prefer = reading.preferences();
        let examples = reading.examples();
        let (front, body) = match main {
            Some(main) => main,
            None => return Err(Problems::sorted(reading.problems)),
        };
        Problems::unless_empty(Skill { front, body, prompts, prefer, examples }, reading.problems)
    }
}

/// A folder whose files all stand in one folder of its own is that folder. Answers its name.
pub fn unwrap_folder(files: Bundle) -> (Bundle, Option<String>) {
    let first = files.files.keys().next().and_then(|path| path.split_once('/'));
    let Some(folder) = first.map(|(folder, _)| format!("{folder}/")) else { return (files, None) };
    if files.find(FILE).is_some() || !files.files.keys().all(|path| path.starts_with(&folder)) {
        return (files, None);
    }
    let inside = files.files.into_iter().map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes));
    (Bundle { files: inside.collect() }, Some(folder.trim_end_matches('/').to_owned()))
}

/// What reading collects.
struct Reading<'a> {
    files: &'a Bundle,
    catalog: Option<&'a Catalog>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn take<T>(&mut self, read: Result<T, Problems>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problems) => {
                self.problems.extend(problems.0);
                None
            }
        }
    }

    /// Every file has a meaning: one that nobody reads is most often a mistake, and never run.
    fn names(&mut self) {
        let bytes: usize = self.files.files.values().map(|bytes| bytes.len()).sum();
        if self.files.files.len() > MAX_FILES || bytes > MAX_BYTES {
            let message = format!("a skill has at most {MAX_FILES} files and {MAX_BYTES} bytes");
            self.problems.push(Problem::at(FILE, Mark::START, message));
        }
        for (path, bytes) in &self.files.files {
            let refused = match sort_of(path) {
                Some(Sort::Picture) => None,
                Some(Sort::Text) if bytes.len() > MAX_TEXT_BYTES => {
                    Some(Problem::at(path, Mark::START, format!("this text is longer than {MAX_TEXT_BYTES} bytes")))
                }
                Some(Sort::Text) => text_of(path, bytes).err(),
                None => Some(stray(path)),
            };
            self.problems.extend(refused);
        }
    }

    fn prompts(&mut self) -> BTreeMap<String, String> {
        let mut prompts = BTreeMap::new();
        for kind in PROMPT_KINDS {
            let path = format!("prompts/{kind}.md");
            // A file that is no text was told already.
            let Some(Ok(text)) = self.files.find(&path).map(|bytes| text_of(&path, bytes)) else { continue };
            self.problems.extend(prompt_problem(&path, text));
            prompts.insert(kind.to_owned(), text.trim().to_owned());
        }
        prompts
    }

    fn preferences(&mut self) -> Vec<Preference> {
        let Some((doc, file)) = self.read::<row::LayoutFile>(LAYOUTS) else { return Vec::new() };
        for (at, row) in file.prefer.iter().enumerate() {
            let place = format!("/prefer/{at}");
            if let Err(why) = check_path(&row.layout) {
                self.problems.push(doc.problem(&format!("{place}/layout"), why));
            }
            let Some(catalog) = self.catalog else { continue };
            let markets: Vec<&str> = catalog.markets.keys().map(String::as_str).collect();
            let formats: Vec<&str> = catalog.formats.keys().map(String::as_str).collect();
            self.known(&doc, (&format!("{place}/markets"), "market"), &row.markets, &markets);
            self.known(&doc, (&format!("{place}/formats"), "format"), &row.formats, &formats);
        }
        file.prefer.into_iter().map(Preference::from).collect()
    }

    fn known(&mut self, doc: &Document, (place, what): (&str, &str), named: &[String], known: &[&str]) {
        for (at, word) in named.iter().enumerate().filter(|(_, word)| !known.contains(&word.as_str())) {
            let problem = doc.problem(&format!("{place}/{at}"), format!("there is no {what} “{word}”"));
            self.problems.push(problem.one_of(word, known.iter().copied()));
        }
    }

    fn examples(&mut self) -> Vec<Example> {
        let pictures: Vec<&String> = self.files.files.keys().filter(|path| is_picture(path)).collect();
        let read = self.read::<row::ExamplesFile>(EXAMPLES);
        let rows = read.as_ref().map(|(_, file)| file.examples.as_slice()).unwrap_or_default();
        let mut problems = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let doc = read.as_ref().map(|(doc, _)| doc).expect("rows stand in a file");
            let place = format!("/examples/{at}/picture");
            if !pictures.contains(&&row.picture) {
                let problem = doc.problem(&place, format!("there is no picture “{}”", row.picture));
                problems.push(problem.one_of(&row.picture, pictures.iter().map(|path| path.as_str())));
            } else if rows[..at].iter().any(|other| other.picture == row.picture) {
                problems.push(doc.problem(&place, format!("“{}” is there twice", row.picture)));
            }
        }
        let is_told = read.is_some() || self.files.find(EXAMPLES).is_none();
        for path in pictures.iter().filter(|path| is_told && !rows.iter().any(|row| row.picture == ***path)) {
            let problem = Problem::at(path, Mark::START, format!("{EXAMPLES} does not say what this picture shows"));
            problems.push(problem.expected("an entry with picture, shows and caption"));
        }
        self.problems.extend(problems);
        read.map(|(_, file)| file.examples.into_iter().map(Example::from).collect()).unwrap_or_default()
    }

    /// A file of the folder that may be left out.
    fn read<T: serde::de::DeserializeOwned + schemars::JsonSchema>(&mut self, path: &str) -> Option<(Document, T)> {
        let text = text_of(path, self.files.find(path)?).ok()?;
        let doc = self.take(Document::parse_yaml(path, text))?;
        let (file, problems) = doc.read::<T>();
        self.problems.extend(problems);
        Some((doc, file?))
    }
}

enum Sort {
    Text,
    Picture,
}

/// What a file of a skill is; None for what has no meaning in one.
fn sort_of(path: &str) -> Option<Sort> {
    if [FILE, RULES, LAYOUTS, EXAMPLES, "LICENSE", "LICENSE.md", "LICENSE.txt"].contains(&path) {
        return Some(Sort::Text);
    }
    if is_picture(path) {
        return Some(Sort::Picture);
    }
    let (folder, name) = path.split_once('/')?;
    let stem = name.strip_suffix(".md").filter(|stem| !stem.contains('/'))?;
    let is_known = folder == "references" || folder == "prompts" && PROMPT_KINDS.contains(&stem);
    is_known.then_some(Sort::Text)
}

fn is_picture(path: &str) -> bool {
    let name = path.strip_prefix("examples/").filter(|name| !name.contains('/'));
    name.and_then(|name| name.rsplit_once('.')).is_some_and(|(_, ending)| PICTURES.contains(&ending))
}

fn stray(path: &str) -> Problem {
    let problem = |message: &str| Problem::at(path, Mark::START, message);
    if path.starts_with("scripts/") {
        return problem("Galley runs nothing that a skill brings: leave scripts/ out");
    }
    if let Some(stem) = path.strip_prefix("prompts/") {
        let kinds = PROMPT_KINDS.map(|kind| format!("{kind}.md"));
        return problem("no step has this name").one_of(stem, kinds.iter().map(String::as_str));
    }
    problem("nothing in Galley reads this file").expected(
        "SKILL.md, rules.yaml, layout.yaml, prompts/<step kind>.md, examples.yaml with pictures in examples/, \
         references/<name>.md or LICENSE",
    )
}

/// What stands behind a prompt is a plain text of bounded length.
fn prompt_problem(path: &str, text: &str) -> Option<Problem> {
    let at = |message: String| Problem::at(path, Mark::START, message);
    let chars = text.trim().chars().count();
    if chars == 0 {
        return Some(at("this text is empty: leave the file out".to_owned()));
    }
    if chars > MAX_PROMPT_CHARS {
        return Some(at(format!("this text has {chars} characters; at most {MAX_PROMPT_CHARS} are added to a prompt")));
    }
    for (line, words) in (1u32..).zip(text.lines()) {
        let place = |column: usize, message: &str| {
            let mark = Mark { line, column: u32::try_from(column + 1).unwrap_or(1) };
            Some(Problem::at(path, mark, message))
        };
        if let Some(at) = words.chars().position(|c| c.is_control() && c != '\t') {
            return place(at, "this text holds a control character");
        }
        if let Some(at) = words.find("{{") {
            let column = words[..at].chars().count();
            return place(column, "a skill's text is used as it stands: nothing is put in the place of “{{…}}”");
        }
    }
    None
}
