//! TBX: a glossary as a file. Written is TBX-Basic of ISO 30042:2019 in its DCA style; read is that, and the older TBX of
//! 2008 that many tools still give out.

use galley_domain::source::{Mark, Problem, Problems};

use crate::write::Writing;
use crate::xml::{self, DocumentType, Element, XML_NAMESPACE};

const CORE: &str = "urn:iso:std:iso:30042:ed-2";
/// Most terms of a file.
const MAX_TERMS: usize = 50_000;
/// Longest term, in characters.
const MAX_CHARS: usize = 400;

/// One idea and its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    pub words: Vec<Word>,
    /// For people.
    pub note: Option<String>,
}

/// A word for it in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// BCP 47 tag.
    pub tag: String,
    pub text: String,
    /// It is not to be used.
    pub is_banned: bool,
}

/// Writes a glossary.
pub fn write(concepts: &[Concept], title: &str) -> Vec<u8> {
    let mut out = Writing::new();
    let root = [("type", Some("TBX-Basic")), ("style", Some("dca")), ("xml:lang", Some("en")), ("xmlns", Some(CORE))];
    out.open("tbx", &root);
    out.open("tbxHeader", &[]);
    out.open("fileDesc", &[]);
    out.open("sourceDesc", &[]);
    out.whole("p", &[], title);
    (0..3).for_each(|_| out.close());
    out.open("text", &[]);
    out.open("body", &[]);
    for (index, concept) in concepts.iter().enumerate() {
        out.open("conceptEntry", &[("id", Some(&format!("c{}", index + 1)))]);
        if let Some(note) = &concept.note {
            out.whole("note", &[], note);
        }
        let mut tags: Vec<&str> = concept.words.iter().map(|word| word.tag.as_str()).collect();
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            out.open("langSec", &[("xml:lang", Some(tag))]);
            for word in concept.words.iter().filter(|word| word.tag == tag) {
                let status = if word.is_banned { "deprecatedTerm-admn-sts" } else { "preferredTerm-admn-sts" };
                out.open("termSec", &[]);
                out.whole("term", &[], &word.text);
                out.whole("termNote", &[("type", Some("administrativeStatus"))], status);
                out.close();
            }
            out.close();
        }
        out.close();
    }
    out.finish()
}

/// Reads a glossary; tells everything that is wrong at once.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Concept>, Problems> {
    let root = xml::parse(file, bytes, DocumentType::Named)?;
    if !matches!(root.name.as_str(), "tbx" | "martif") {
        let message = format!("this is <{}>, no TBX", root.name);
        return Err(Problem::at(file, root.mark, message).expected("a TBX document").into());
    }
    let mut reading = Reading { file, problems: Vec::new(), count: 0 };
    let bodies = root.named("text").flat_map(|text| text.named("body"));
    let entries =
        bodies.flat_map(Element::elements).filter(|entry| matches!(&*entry.name, "conceptEntry" | "termEntry"));
    let concepts: Vec<Concept> = entries.map(|entry| reading.concept(entry)).collect();
    if reading.count > MAX_TERMS {
        reading.tell(root.mark, format!("the glossary holds more than {MAX_TERMS} terms"));
    }
    Problems::unless_empty(concepts, reading.problems)
}

struct Reading<'a> {
    file: &'a str,
    problems: Vec<Problem>,
    count: usize,
}

impl Reading<'_> {
    fn tell(&mut self, mark: Mark, message: impl Into<String>) {
        self.problems.push(Problem::at(self.file, mark, message));
    }

    fn concept(&mut self, entry: &Element) -> Concept {
        let mut concept = Concept { note: entry.named("note").next().map(Element::text), ..Concept::default() };
        for section in entry.elements().filter(|section| matches!(&*section.name, "langSec" | "langSet")) {
            let Some(tag) = section.find_in(XML_NAMESPACE, "lang") else {
                self.tell(section.mark, format!("this <{}> has no xml:lang", section.name));
                continue;
            };
            for term in section.elements() {
                concept.words.extend(self.word(&tag.value, term));
            }
        }
        if concept.words.is_empty() {
            self.tell(entry.mark, "this entry has no term");
        }
        concept
    }

    fn word(&mut self, tag: &str, section: &Element) -> Option<Word> {
        let inside = match section.name.as_str() {
            "termSec" | "tig" => section,
            "ntig" => section.named("termGrp").next()?,
            _ => return None,
        };
        let Some(term) = inside.named("term").next() else {
            self.tell(section.mark, format!("this <{}> has no <term>", section.name));
            return None;
        };
        let text = term.text().trim().to_owned();
        self.count += 1;
        if text.is_empty() || text.chars().count() > MAX_CHARS {
            self.tell(term.mark, format!("a term has 1 to {MAX_CHARS} characters"));
        }
        let is_status = |note: &&Element| note.find("type").is_some_and(|kind| kind.value == "administrativeStatus");
        let status = inside.named("termNote").find(is_status).map(Element::text).unwrap_or_default();
        let is_banned = status.starts_with("deprecated") || status.starts_with("superseded");
        Some(Word { tag: tag.to_owned(), text, is_banned })
    }
}
