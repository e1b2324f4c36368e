//! XML as it is written: elements opened and closed, everything escaped. Knows no format.

use galley_domain::source::table::is_refused;
use quick_xml::escape::partial_escape;

/// A file under way.
#[derive(Debug)]
pub struct Writing {
    out: String,
    open: Vec<&'static str>,
    /// Nothing may be added between the parts of a text.
    is_inline: bool,
}

impl Writing {
    pub fn new() -> Writing {
        Writing { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(), open: Vec::new(), is_inline: false }
    }

    /// Opens an element on a line of its own. Attributes without a value are left out.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, Option<&str>)]) {
        self.line();
        self.tag(name, attributes);
        self.open.push(name);
    }

    /// Closes what was opened last.
    pub fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        self.line();
        self.out.push_str(&format!("</{name}>"));
    }

    /// An element that holds text alone, or nothing.
    pub fn whole(&mut self, name: &'static str, attributes: &[(&str, Option<&str>)], text: &str) {
        self.inline(name, attributes, |writing| writing.text(text));
    }

    /// An element whose inside is kept as it is written: text and elements in it.
    pub fn inline(
        &mut self,
        name: &'static str,
        attributes: &[(&str, Option<&str>)],
        inside: impl FnOnce(&mut Writing),
    ) {
        let was_inline = self.is_inline;
        self.line();
        self.tag(name, attributes);
        self.is_inline = true;
        let begin = self.out.len();
        inside(self);
        self.is_inline = was_inline;
        if self.out.len() == begin {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    pub fn text(&mut self, text: &str) {
        self.out.push_str(&partial_escape(clean(text).as_str()));
    }

    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes.iter().filter_map(|(name, value)| Some((name, (*value)?))) {
            let value = partial_escape(clean(value).as_str()).replace('"', "&quot;");
            let value = value.replace('\n', "&#10;").replace('\t', "&#9;");
            self.out.push_str(&format!(" {name}=\"{value}\""));
        }
        self.out.push('>');
    }

    fn line(&mut self) {
        if !self.is_inline {
            self.out.push('\n');
            self.out.push_str(&" ".repeat(self.open.len()));
        }
    }
}

/// Without what XML cannot hold.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if is_refused(letter) { '?' } else { letter }).collect()
}
