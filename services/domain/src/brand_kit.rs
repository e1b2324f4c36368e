//! The brand kit: palette, type, logos, voice, glossary, forbidden words and legal lines of a
//! brand, read from a folder with `brand.yaml` and its design tokens. Draws nothing.

mod file;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::Bundle;
use crate::catalog::Catalog;
use crate::digest::{Digest, Hasher};
use crate::source::{Document, Problem, Problems, join};

/// The file of a brand's folder that describes it.
pub const FILE: &str = "brand.yaml";
/// The colours every palette has, as tokens `color.<name>`.
pub const COLORS: [&str; 6] = ["background", "surface", "ink", "primary", "accent", "on_primary"];
/// The roles of type every kit has, as tokens `font.<name>`.
pub const FONTS: [&str; 2] = ["display", "text"];

/// A colour: red, green, blue (sRGB).
pub type Rgb = [u8; 3];

/// A brand kit that was read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct BrandKit {
    /// A slug.
    pub brand: String,
    pub title: String,
    /// Colours by token name without `color.`; those of [`COLORS`] are always there.
    pub palette: BTreeMap<String, Rgb>,
    /// Font families in order of preference by role; those of [`FONTS`] are always there.
    pub fonts: BTreeMap<String, Vec<String>>,
    /// Paths of font files in the folder.
    pub font_files: Vec<String>,
    pub logo: Logo,
    pub voice: Voice,
    /// For a term, how each locale writes it.
    pub glossary: BTreeMap<String, BTreeMap<String, String>>,
    pub banned: Vec<Banned>,
    /// The legal line of a market; a market that is not here has none.
    pub legal: BTreeMap<String, String>,
    content: Digest,
}

/// The brand's logo.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// Path of an SVG or PNG file in the folder.
    pub file: String,
    /// Path of the version for dark grounds.
    pub on_dark: Option<String>,
    /// Space to keep free around it, in logo heights.
    pub clear_space: f32,
    /// Least width in pixels.
    pub min_width_px: u32,
}

/// How the brand speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voice {
    pub tone: String,
    pub does: Vec<String>,
    pub donts: Vec<String>,
}

/// A word the brand never uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banned {
    pub word: String,
    /// Only in these locales; empty means everywhere.
    pub locales: Vec<String>,
    pub why: String,
}

impl BrandKit {
    /// Reads a brand's folder. Tells everything that is wrong with all of its files at once. With a
    /// catalog, markets and locales that it names must exist.
    pub fn parse(files: &Bundle, catalog: Option<&Catalog>) -> Result<BrandKit, Problems> {
        let doc = Document::parse_yaml(FILE, files.get_text(FILE)?)?;
        let (file, first) = doc.read::<file::BrandFile>();
        let mut reading = Reading { doc: &doc, files, catalog, problems: Vec::new() };
        let Some(file) = file else { return Err(Problems::sorted(first)) };
        let tokens = reading.tokens(&file.tokens);
        reading.files(&file);
        reading.words(&file);
        let legal = reading.legal(&file);
        let kit = BrandKit {
            brand: file.brand,
            title: file.title,
            palette: tokens.palette,
            fonts: tokens.fonts,
            font_files: file.fonts,
            logo: Logo {
                file: file.logo.file,
                on_dark: file.logo.on_dark,
                clear_space: file.logo.clear_space,
                min_width_px: file.logo.min_width_px,
            },
            voice: Voice { tone: file.voice.tone, does: file.voice.does, donts: file.voice.donts },
            glossary: file.glossary,
            banned: file.banned.into_iter().map(Banned::from).collect(),
            legal,
            content: files.digest(),
        };
        Problems::settle(kit, first, reading.problems)
    }

    /// The legal line of a market. Never another market's: a market without its own has none.
    pub fn find_legal_line(&self, market: &str) -> Option<&str> {
        self.legal.get(market).map(String::as_str)
    }

    /// The version of a market's legal line, also of its having none.
    pub fn legal_digest(&self, market: &str) -> Digest {
        let mut hasher = Hasher::new("legal");
        hasher.text("market", market);
        match self.find_legal_line(market) {
            Some(line) => hasher.text("line", line),
            None => hasher.part("none", &[]),
        };
        hasher.finish()
    }

    /// The version of all that a picture drawn with these colours shows of the kit: the colours, the first
    /// family of each role, fonts and logos. `files` are the digests of the kit's files. Not the words.
    pub fn look_digest(&self, files: &BTreeMap<String, Digest>, colors: &BTreeSet<&str>) -> Digest {
        let mut hasher = Hasher::new("look");
        for (name, rgb) in self.palette.iter().filter(|(name, _)| colors.contains(name.as_str())) {
            hasher.part(name, rgb);
        }
        for role in FONTS {
            hasher.text(role, self.find_family(role).unwrap_or_default());
        }
        hasher.part("clear_space", &self.logo.clear_space.to_be_bytes());
        hasher.part("min_width_px", &self.logo.min_width_px.to_be_bytes());
        for (what, path) in self.look_files() {
            hasher.text("file", what);
            match files.get(path) {
                Some(digest) => hasher.digest("bytes", *digest),
                None => hasher.part("none", &[]),
            };
        }
        hasher.finish()
    }

    fn look_files(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let fonts = self.font_files.iter().map(|path| ("font", path));
        let on_dark = self.logo.on_dark.iter().map(|path| ("on_dark", path));
        fonts.chain([("logo", &self.logo.file)]).chain(on_dark)
    }

    /// The family that a role is set in: its first.
    pub fn find_family(&self, role: &str) -> Option<&str> {
        self.fonts.get(role)?.first().map(String::as_str)
    }

    /// The digest of every byte of the folder.
    pub fn digest(&self) -> Digest {
        self.content
    }
}

struct Reading<'a> {
    doc: &'a Document,
    files: &'a Bundle,
    catalog: Option<&'a Catalog>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn tokens(&mut self, path: &str) -> tokens::Tokens {
        if self.files.find(path).is_none() {
            self.missing("/tokens", path);
            return tokens::Tokens::default();
        }
        let read = self.files.get_text(path).map_err(Problems::from);
        let (tokens, found) = match read.and_then(|text| Document::parse_json(path, text)) {
            Ok(doc) => tokens::read(&doc),
            Err(problems) => (tokens::Tokens::default(), problems.0),
        };
        self.problems.extend(found);
        tokens
    }

    /// Every file that is named is there and of a kind that can be used.
    fn files(&mut self, file: &file::BrandFile) {
        let logos = [("/logo/file", Some(&file.logo.file)), ("/logo/on_dark", file.logo.on_dark.as_ref())];
        for (pointer, path) in logos {
            if let Some(path) = path {
                self.file(pointer, path, &["svg", "png"]);
            }
        }
        for (index, path) in file.fonts.iter().enumerate() {
            self.file(&format!("/fonts/{index}"), path, &["ttf", "otf", "ttc"]);
        }
    }

    fn file(&mut self, pointer: &str, path: &str, endings: &[&str]) {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if !endings.contains(&ending.as_deref().unwrap_or_default()) {
            let problem = self.doc.problem(pointer, format!("“{path}” cannot be used here"));
            let expected = format!("a file that ends in {}", crate::source::list(endings));
            self.problems.push(problem.expected(expected));
        }
        if self.files.find(path).is_none() {
            self.missing(pointer, path);
        }
    }

    fn missing(&mut self, pointer: &str, path: &str) {
        let mut problem = self.doc.problem(pointer, format!("there is no file “{path}”"));
        problem.nearest = self.files.find_nearest(path);
        self.problems.push(problem);
    }

    /// Locales of the glossary and of banned words exist.
    fn words(&mut self, file: &file::BrandFile) {
        let Some(catalog) = self.catalog else { return };
        let mut named: Vec<(String, &str, bool)> = Vec::new();
        for (term, spellings) in &file.glossary {
            let pointer = join("/glossary", term);
            named.extend(spellings.keys().map(|tag| (join(&pointer, tag), tag.as_str(), true)));
        }
        for (index, banned) in file.banned.iter().enumerate() {
            for (at, tag) in banned.locales.iter().enumerate() {
                named.push((format!("/banned/{index}/locales/{at}"), tag, false));
            }
        }
        for (pointer, tag, is_key) in named {
            if !catalog.locales.contains_key(tag) {
                let message = format!("there is no locale “{tag}”");
                let problem = match is_key {
                    true => self.doc.problem_at_key(&pointer, message),
                    false => self.doc.problem(&pointer, message),
                };
                self.problems.push(problem.one_of(tag, catalog.locales.keys().map(String::as_str)));
            }
        }
    }

    /// Legal lines of those markets that have one. `none` says so out loud.
    fn legal(&mut self, file: &file::BrandFile) -> BTreeMap<String, String> {
        let mut lines = BTreeMap::new();
        for (market, line) in &file.legal {
            let pointer = join("/legal", market);
            if market == "default" {
                if line != "none" {
                    let message = "a legal line is never taken over from another market";
                    self.problems.push(self.doc.problem(&pointer, message).expected("default: none"));
                }
                continue;
            }
            if let Some(catalog) = self.catalog.filter(|known| !known.markets.contains_key(market)) {
                let problem = self.doc.problem_at_key(&pointer, format!("there is no market “{market}”"));
                self.problems.push(problem.one_of(market, catalog.markets.keys().map(String::as_str)));
            }
            if line.trim().is_empty() {
                let problem = self.doc.problem(&pointer, "this legal line is empty");
                self.problems.push(problem.expected("a text, or none"));
            } else if line != "none" {
                lines.insert(market.clone(), line.trim().to_owned());
            }
        }
        lines
    }
}
