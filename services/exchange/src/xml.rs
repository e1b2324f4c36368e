//! XML from strangers as a tree in which every part knows its place, within bounds. No document type, no entities but
//! the five that everybody has, nothing from elsewhere. What the elements mean is not known here.

use galley_domain::source::table::is_refused;
use galley_domain::source::{Mark, Problem, text_of};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Deepest element.
const MAX_DEPTH: usize = 48;
/// Most elements.
const MAX_ELEMENTS: usize = 400_000;
/// Most attributes of one element.
const MAX_ATTRIBUTES: usize = 64;
/// Where `xml:lang` and `xml:space` belong.
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// An element with all that is in it.
#[derive(Debug)]
pub struct Element {
    pub namespace: String,
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Node>,
    pub mark: Mark,
}

/// An attribute. The namespace is empty where it has no prefix.
#[derive(Debug)]
pub struct Attribute {
    pub namespace: String,
    pub name: String,
    pub value: String,
    pub mark: Mark,
}

/// What stands in an element.
#[derive(Debug)]
pub enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    /// An attribute without a namespace.
    pub fn find(&self, name: &str) -> Option<&Attribute> {
        self.find_in("", name)
    }

    pub fn find_in(&self, namespace: &str, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.namespace == namespace && attribute.name == name)
    }

    /// The elements right inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Those of them with this name, in this element's own namespace.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name && element.namespace == self.namespace)
    }

    /// All text inside, elements' too.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.add_text(text),
            }
        }
    }
}

/// What becomes of a document type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentType {
    /// There must be none.
    Refused,
    /// One may be named, as old formats do; it is not fetched, and one that declares anything is refused.
    Named,
}

/// Reads a file.
pub fn parse(file: &str, bytes: &[u8], document_type: DocumentType) -> Result<Element, Problem> {
    if bytes.len() > MAX_BYTES {
        let problem = Problem::at(file, Mark::START, format!("the file has {} bytes", bytes.len()));
        return Err(problem.expected(format!("at most {MAX_BYTES}")));
    }
    let text = text_of(file, bytes)?;
    let places = Places { text, at: 0, mark: Mark::START };
    Parsing { file, text, document_type, places, open: Vec::new(), scopes: Vec::new(), count: 0 }.run()
}

/// Turns byte offsets, which only grow, into lines and columns.
struct Places<'a> {
    text: &'a str,
    at: usize,
    mark: Mark,
}

impl Places<'_> {
    fn mark(&mut self, offset: usize) -> Mark {
        let mut offset = offset.clamp(self.at, self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        for letter in self.text[self.at..offset].chars() {
            self.mark = match letter {
                '\n' => Mark { line: self.mark.line + 1, column: 1 },
                _ => self.mark.right(1),
            };
        }
        self.at = offset;
        self.mark
    }
}

struct Parsing<'a> {
    file: &'a str,
    text: &'a str,
    document_type: DocumentType,
    places: Places<'a>,
    open: Vec<Element>,
    /// Prefixes with the depth at which they were given.
    scopes: Vec<(usize, String, String)>,
    count: usize,
}

impl<'a> Parsing<'a> {
    fn run(mut self) -> Result<Element, Problem> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().expand_empty_elements = true;
        let mut root = None;
        loop {
            let at = reader.buffer_position() as usize;
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.broken(reader.error_position() as usize, &error)),
            };
            match event {
                Event::Start(_) if root.is_some() => return Err(self.problem(at, "the file goes on after its end")),
                Event::Start(tag) => self.start(at, &tag)?,
                Event::End(_) => root = self.end().or(root),
                Event::Text(words) => self.add(at, &self.text[at..at + words.len()])?,
                Event::CData(words) => {
                    let begin = at + "<![CDATA[".len();
                    self.add(at, &self.text[begin..begin + words.len()])?;
                }
                Event::GeneralRef(reference) => {
                    let letter = self.resolve(at, &reference)?;
                    self.add(at, letter.encode_utf8(&mut [0; 4]))?;
                }
                Event::DocType(name) if self.document_type == DocumentType::Named && !name.contains('[') => {}
                Event::DocType(_) => return Err(self.problem(at, "the file has a document type, which is not read")),
                Event::Decl(declaration) => self.declaration(at, declaration.encoding())?,
                // Empty elements come as a start and an end.
                Event::Comment(_) | Event::PI(_) | Event::Empty(_) => {}
                Event::Eof => break,
            }
        }
        if let Some(left) = self.open.last() {
            let message = format!("<{}> is opened here and never closed", left.name);
            return Err(Problem::at(self.file, left.mark, message));
        }
        root.ok_or_else(|| Problem::at(self.file, Mark::START, "the file holds no XML"))
    }

    fn declaration(
        &mut self,
        at: usize,
        encoding: Option<Result<std::borrow::Cow<'_, str>, quick_xml::events::attributes::AttrError>>,
    ) -> Result<(), Problem> {
        match encoding {
            Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("us-ascii") => {
                let message = format!("the file says that it is written in {name}");
                Err(self.problem(at, &message).expected("a file saved as UTF-8"))
            }
            Some(Err(_)) => Err(self.problem(at, "the first line cannot be read")),
            _ => Ok(()),
        }
    }

    fn start(&mut self, at: usize, tag: &BytesStart<'_>) -> Result<(), Problem> {
        self.count += 1;
        let mark = self.places.mark(at);
        if self.open.len() >= MAX_DEPTH {
            return Err(Problem::at(self.file, mark, format!("elements stand deeper than {MAX_DEPTH}")));
        }
        if self.count > MAX_ELEMENTS {
            return Err(Problem::at(self.file, mark, format!("the file has more than {MAX_ELEMENTS} elements")));
        }
        let depth = self.open.len();
        let raw = self.attributes(at, tag)?;
        for (name, value, _) in &raw {
            let prefix = name.strip_prefix("xmlns:").or_else(|| (name == "xmlns").then_some(""));
            if let Some(prefix) = prefix {
                self.scopes.push((depth, prefix.to_owned(), value.clone()));
            }
        }
        let (namespace, name) = self.expand(tag.name().0, mark, true)?;
        let mut attributes = Vec::with_capacity(raw.len());
        for (name, value, mark) in raw.into_iter().filter(|(name, ..)| name != "xmlns" && !name.starts_with("xmlns:")) {
            let (namespace, name) = self.expand(&name, mark, false)?;
            attributes.push(Attribute { namespace, name, value, mark });
        }
        self.open.push(Element { namespace, name, attributes, children: Vec::new(), mark });
        Ok(())
    }

    /// The attributes as they are written: name, value, place.
    fn attributes(&mut self, at: usize, tag: &BytesStart<'_>) -> Result<Vec<(String, String, Mark)>, Problem> {
        let mut found = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.problem(at, &format!("this element is broken: {error}")))?;
            // The tag's bytes are the file's bytes: how far in the name stands is how far its bytes are.
            let begin = tag.as_ptr() as usize;
            let offset = at + 1 + (attribute.key.0.as_ptr() as usize).saturating_sub(begin);
            let mark = self.places.mark(offset);
            if found.len() >= MAX_ATTRIBUTES {
                return Err(Problem::at(self.file, mark, format!("more than {MAX_ATTRIBUTES} attributes")));
            }
            let value = unescape(&attribute.value)
                .map_err(|error| Problem::at(self.file, mark, format!("this value cannot be read: {error}")))?;
            if let Some(letter) = value.chars().find(|letter| is_refused(*letter)) {
                return Err(Problem::at(self.file, mark, invisible(letter)));
            }
            found.push((attribute.key.0.to_owned(), value.into_owned(), mark));
        }
        Ok(found)
    }

    fn end(&mut self) -> Option<Element> {
        let element = self.open.pop()?;
        let depth = self.open.len();
        self.scopes.retain(|(given, ..)| *given < depth);
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => return Some(element),
        }
        None
    }

    fn add(&mut self, at: usize, words: &str) -> Result<(), Problem> {
        let words = words.replace("\r\n", "\n").replace('\r', "\n");
        if let Some(letter) = words.chars().find(|letter| is_refused(*letter)) {
            return Err(self.problem(at, &invisible(letter)));
        }
        match self.open.last_mut() {
            Some(element) => match element.children.last_mut() {
                Some(Node::Text(text)) => text.push_str(&words),
                _ => element.children.push(Node::Text(words)),
            },
            None if words.trim().is_empty() => {}
            None => return Err(self.problem(at, "there is text outside of the file's element")),
        }
        Ok(())
    }

    fn resolve(&mut self, at: usize, reference: &BytesRef<'_>) -> Result<char, Problem> {
        let known = match reference.resolve_char_ref() {
            Ok(Some(letter)) => Some(letter),
            _ => match &reference[..] {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "apos" => Some('\''),
                "quot" => Some('"'),
                _ => None,
            },
        };
        known.ok_or_else(|| {
            self.problem(at, &format!("“&{};” is not known", &reference[..])).expected("the letter itself")
        })
    }

    /// A name's namespace and the rest of it.
    fn expand(&self, name: &str, mark: Mark, is_element: bool) -> Result<(String, String), Problem> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix == "xml" {
            return Ok((XML_NAMESPACE.to_owned(), local.to_owned()));
        }
        if prefix.is_empty() && !is_element {
            return Ok((String::new(), local.to_owned()));
        }
        match self.scopes.iter().rev().find(|(_, known, _)| known == prefix) {
            Some((.., namespace)) => Ok((namespace.clone(), local.to_owned())),
            None if prefix.is_empty() => Ok((String::new(), local.to_owned())),
            None => Err(Problem::at(self.file, mark, format!("the prefix “{prefix}” is not declared"))),
        }
    }

    fn broken(&mut self, at: usize, error: &Error) -> Problem {
        let open = self.open.last().map(|element| element.name.clone());
        let message = match (error, open) {
            (Error::IllFormed(quick_xml::errors::IllFormedError::MismatchedEndTag { found, .. }), Some(open)) => {
                format!("</{found}> closes nothing: <{open}> is open here")
            }
            _ => format!("the XML is broken here: {error}"),
        };
        self.problem(at, &message)
    }

    fn problem(&mut self, at: usize, message: &str) -> Problem {
        Problem::at(self.file, self.places.mark(at), message)
    }
}

fn invisible(letter: char) -> String {
    format!("there is the invisible character U+{:04X}", letter as u32)
}
