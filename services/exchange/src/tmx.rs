//! TMX 1.4: a translation memory as a file that any tool takes, and other tools' memories. Which lines are worth
//! keeping is not decided here.

use galley_domain::source::{Mark, Problem, Problems};

use crate::write::Writing;
use crate::xml::{self, DocumentType, Element, Node, XML_NAMESPACE};

/// Most pairs that are read from a file.
const MAX_PAIRS: usize = 200_000;
/// Longest text, in characters.
const MAX_CHARS: usize = 4_000;

/// A line and how it was translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// BCP 47 tags.
    pub source_tag: String,
    pub target_tag: String,
    pub source: String,
    pub target: String,
    /// Where it stood: a message and a slot.
    pub context: Option<String>,
    /// Whence, for people.
    pub origin: Option<String>,
}

/// Writes a memory. `at` is when, as `YYYYMMDDThhmmssZ`.
pub fn write(pairs: &[Pair], source_tag: &str, at: &str) -> Vec<u8> {
    let mut out = Writing::new();
    out.open("tmx", &[("version", Some("1.4"))]);
    let header = [
        ("creationtool", Some("Galley")),
        ("creationtoolversion", Some(env!("CARGO_PKG_VERSION"))),
        ("segtype", Some("block")),
        ("o-tmf", Some("galley")),
        ("adminlang", Some("en")),
        ("srclang", Some(source_tag)),
        ("datatype", Some("plaintext")),
        ("creationdate", Some(at)),
    ];
    out.whole("header", &header, "");
    out.open("body", &[]);
    for pair in pairs {
        out.open("tu", &[("srclang", Some(&pair.source_tag))]);
        for (kind, text) in [("x-context", &pair.context), ("x-origin", &pair.origin)] {
            if let Some(text) = text {
                out.whole("prop", &[("type", Some(kind))], text);
            }
        }
        for (tag, text) in [(&pair.source_tag, &pair.source), (&pair.target_tag, &pair.target)] {
            out.open("tuv", &[("xml:lang", Some(tag))]);
            out.whole("seg", &[], text);
            out.close();
        }
        out.close();
    }
    out.finish()
}

/// Reads a memory: a pair for each translation of each unit. Tells everything that is wrong at once.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Pair>, Problems> {
    let root = xml::parse(file, bytes, DocumentType::Named)?;
    let mut reading = Reading { file, problems: Vec::new(), pairs: Vec::new() };
    if root.name != "tmx" {
        let message = format!("this is <{}>, no TMX", root.name);
        return Err(Problem::at(file, root.mark, message).expected("a TMX document of version 1.4").into());
    }
    let header = root.named("header").next().and_then(|header| header.find("srclang"));
    let default = header.map(|tag| tag.value.clone()).unwrap_or_default();
    let bodies: Vec<&Element> = root.named("body").collect();
    if bodies.len() != 1 {
        reading.tell(root.mark, "a TMX document has one <body>");
    }
    for unit in bodies.iter().flat_map(|body| body.named("tu")) {
        if reading.pairs.len() >= MAX_PAIRS {
            reading.tell(unit.mark, format!("the memory holds more than {MAX_PAIRS} pairs"));
            break;
        }
        reading.unit(unit, &default);
    }
    Problems::unless_empty(reading.pairs, reading.problems)
}

struct Reading<'a> {
    file: &'a str,
    problems: Vec<Problem>,
    pairs: Vec<Pair>,
}

impl Reading<'_> {
    fn tell(&mut self, mark: Mark, message: impl Into<String>) {
        self.problems.push(Problem::at(self.file, mark, message));
    }

    fn unit(&mut self, unit: &Element, default: &str) {
        let property = |kind: &str| {
            let found = unit.named("prop").find(|prop| prop.find("type").is_some_and(|name| name.value == kind));
            found.map(Element::text).filter(|text| !text.trim().is_empty())
        };
        let variants: Vec<(String, String)> = unit.named("tuv").filter_map(|variant| self.variant(variant)).collect();
        if unit.named("tuv").count() < 2 {
            self.tell(unit.mark, "this <tu> has less than two languages");
            return;
        }
        let wanted = unit.find("srclang").map_or(default, |tag| &tag.value);
        let is_source = |tag: &str| {
            let (tag, wanted) = (tag.to_ascii_lowercase(), wanted.to_ascii_lowercase());
            tag == wanted || tag.split('-').next() == Some(wanted.as_str())
        };
        let at = variants.iter().position(|(tag, _)| is_source(tag)).unwrap_or(0);
        let Some((source_tag, source)) = variants.get(at).cloned() else { return };
        let (context, origin) = (property("x-context"), property("x-origin"));
        for (index, (target_tag, target)) in variants.into_iter().enumerate() {
            if index != at && !source.is_empty() && !target.is_empty() {
                let (source_tag, source) = (source_tag.clone(), source.clone());
                let (context, origin) = (context.clone(), origin.clone());
                self.pairs.push(Pair { source_tag, target_tag, source, target, context, origin });
            }
        }
    }

    /// A language's tag and text.
    fn variant(&mut self, variant: &Element) -> Option<(String, String)> {
        let Some(tag) = variant.find_in(XML_NAMESPACE, "lang").or_else(|| variant.find("lang")) else {
            self.tell(variant.mark, "this <tuv> has no xml:lang");
            return None;
        };
        let Some(segment) = variant.named("seg").next() else {
            self.tell(variant.mark, "this <tuv> has no <seg>");
            return None;
        };
        let mut text = String::new();
        add_text(segment, &mut text);
        if text.chars().count() > MAX_CHARS {
            self.tell(segment.mark, format!("this text is longer than {MAX_CHARS} characters"));
        }
        Some((tag.value.clone(), text.trim().to_owned()))
    }
}

/// Words, what stands for words, and not the codes of another tool's markup.
fn add_text(element: &Element, text: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(words) => text.push_str(words),
            Node::Element(inner) if matches!(inner.name.as_str(), "hi" | "ph") => add_text(inner, text),
            Node::Element(_) => {}
        }
    }
}
