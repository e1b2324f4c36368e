//! The fonts a text may be set in: the bundled ones, a brand's own, and which of them comes
//! first for which script. Never a font of the machine it runs on.

use std::collections::HashMap;
use std::sync::Arc;

use galley_domain::digest::{Digest, Hasher};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontFamilyName};

use crate::layout::Role;

/// Largest font file that is read.
pub const MAX_FONT_BYTES: usize = 16 << 20;

/// One bundled font file.
struct Bundled {
    family: &'static str,
    bytes: &'static [u8],
}

macro_rules! bundled {
    ($($family:literal $path:literal),* $(,)?) => {
        &[$(Bundled { family: $family, bytes: include_bytes!(concat!("../fonts/", $path)) }),*]
    };
}

/// Every bundled file; each is under the SIL Open Font License, its text beside it.
const BUNDLED: &[Bundled] = bundled![
    "Literata" "literata/Literata-500.ttf",
    "Literata" "literata/Literata-600.ttf",
    "Manrope" "manrope/Manrope-500.ttf",
    "Manrope" "manrope/Manrope-700.ttf",
    "Noto Naskh Arabic" "noto-naskh-arabic/NotoNaskhArabic-700.ttf",
    "Noto Sans Arabic" "noto-sans-arabic/NotoSansArabic-500.ttf",
    "Noto Sans Arabic" "noto-sans-arabic/NotoSansArabic-700.ttf",
    "Frank Ruhl Libre" "frank-ruhl-libre/FrankRuhlLibre-700.ttf",
    "Noto Sans Hebrew" "noto-sans-hebrew/NotoSansHebrew-500.ttf",
    "Noto Sans Hebrew" "noto-sans-hebrew/NotoSansHebrew-700.ttf",
    "Noto Serif Devanagari" "noto-serif-devanagari/NotoSerifDevanagari-600.ttf",
    "Noto Sans Devanagari" "noto-sans-devanagari/NotoSansDevanagari-500.ttf",
    "Noto Sans Devanagari" "noto-sans-devanagari/NotoSansDevanagari-700.ttf",
    "Noto Serif Thai" "noto-serif-thai/NotoSerifThai-600.ttf",
    "Noto Sans Thai" "noto-sans-thai/NotoSansThai-500.ttf",
    "Noto Sans Thai" "noto-sans-thai/NotoSansThai-700.ttf",
    "Shippori Mincho" "shippori-mincho/ShipporiMincho-700.ttf",
    "Noto Sans JP" "noto-sans-jp/NotoSansJP-500.ttf",
    "Noto Sans JP" "noto-sans-jp/NotoSansJP-700.ttf",
];

/// The bundled family for a script (ISO 15924) in a role.
pub fn bundled_family(script: &str, role: Role) -> &'static str {
    let (display, text) = match script {
        "Arab" => ("Noto Naskh Arabic", "Noto Sans Arabic"),
        "Hebr" => ("Frank Ruhl Libre", "Noto Sans Hebrew"),
        "Deva" => ("Noto Serif Devanagari", "Noto Sans Devanagari"),
        "Thai" => ("Noto Serif Thai", "Noto Sans Thai"),
        "Jpan" | "Hira" | "Kana" | "Hani" => ("Shippori Mincho", "Noto Sans JP"),
        _ => ("Literata", "Manrope"),
    };
    if role == Role::Display { display } else { text }
}

/// The scripts that have a bundled family of their own.
pub const SCRIPTS: [&str; 6] = ["Latn", "Arab", "Hebr", "Deva", "Thai", "Jpan"];

/// A letter that a font for the script must have.
fn sample(script: &str) -> char {
    match script {
        "Arab" => 'ب',
        "Hebr" => 'ש',
        "Deva" => 'क',
        "Thai" => 'ก',
        "Jpan" | "Hira" | "Kana" | "Hani" => 'の',
        "Grek" => 'ω',
        "Cyrl" => 'ж',
        _ => 'n',
    }
}

/// Why a font file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error("the font has {0} bytes; at most {MAX_FONT_BYTES} are read")]
    TooLarge(usize),
    #[error("the file is not a font that can be drawn (TrueType or OpenType)")]
    NotAFont,
}

/// The families in a font file.
pub fn probe_font(bytes: &[u8]) -> Result<Vec<String>, FontError> {
    if bytes.len() > MAX_FONT_BYTES {
        return Err(FontError::TooLarge(bytes.len()));
    }
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    let found = collection.register_fonts(Blob::new(Arc::new(bytes.to_vec())), None);
    let names: Vec<String> =
        found.iter().filter_map(|(id, _)| collection.family_name(*id).map(str::to_owned)).collect();
    if names.is_empty() { Err(FontError::NotAFont) } else { Ok(names) }
}

/// Fonts by family: the bundled ones and, in front of them, a brand's.
#[derive(Clone)]
pub struct FontLibrary {
    collection: Collection,
    digest: Digest,
}

impl FontLibrary {
    /// The bundled fonts alone.
    pub fn bundled() -> FontLibrary {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        for font in BUNDLED {
            collection.register_fonts(Blob::new(Arc::new(font.bytes)), None);
        }
        FontLibrary { collection, digest: Hasher::new("fonts").finish() }
    }

    /// These fonts and a brand's files.
    pub fn with(&self, files: &[(Digest, Arc<[u8]>)]) -> Result<FontLibrary, FontError> {
        let mut library = self.clone();
        let mut hasher = Hasher::new("fonts");
        hasher.digest("base", self.digest);
        for (digest, bytes) in files {
            probe_font(bytes)?;
            hasher.digest("file", *digest);
            library.collection.register_fonts(Blob::new(Arc::new(bytes.clone())), None);
        }
        library.digest = hasher.finish();
        Ok(library)
    }

    /// Names the set of fonts.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// A context to shape with. Cheap: the files are not copied.
    pub(crate) fn context(&self) -> FontContext {
        FontContext { collection: self.collection.clone(), source_cache: SourceCache::default() }
    }
}

/// The families to try, in order: for most of a text, and for the Latin words in it.
#[derive(Clone)]
pub struct Families {
    pub main: Vec<FontFamilyName<'static>>,
    pub latin: Vec<FontFamilyName<'static>>,
}

/// Answers which families to use, and remembers what a brand's family covers.
#[derive(Default)]
pub struct FamilyChooser {
    covers: HashMap<(String, char), bool>,
}

impl FamilyChooser {
    /// The families for texts of a script in a role, the brand's family first where it has the script.
    pub fn choose(&mut self, fonts: &mut FontContext, brand: &str, script: &str, role: Role) -> Families {
        let own = bundled_family(script, role);
        let other = if role == Role::Display { Role::Text } else { Role::Display };
        let mut main = Vec::new();
        if self.covers(fonts, brand, sample(script)) {
            main.push(brand.to_owned());
        }
        main.extend([own.to_owned(), brand.to_owned()]);
        let mut latin = vec![brand.to_owned(), bundled_family("Latn", role).to_owned()];
        for list in [&mut main, &mut latin] {
            list.extend(SCRIPTS.iter().map(|script| bundled_family(script, role).to_owned()));
            list.extend(SCRIPTS.iter().map(|script| bundled_family(script, other).to_owned()));
        }
        Families { main: named(main), latin: named(latin) }
    }

    fn covers(&mut self, fonts: &mut FontContext, family: &str, letter: char) -> bool {
        *self.covers.entry((family.to_owned(), letter)).or_insert_with(|| {
            let Some(info) = fonts.collection.family_by_name(family) else { return false };
            let Some(font) = info.default_font() else { return false };
            let Some(blob) = fonts.source_cache.get(font.source()) else { return false };
            let charmap = font.charmap_index().charmap(blob.as_ref());
            charmap.is_some_and(|map| map.map(letter).is_some_and(|glyph| glyph != 0))
        })
    }
}

/// Names without repeats, in order.
fn named(names: Vec<String>) -> Vec<FontFamilyName<'static>> {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.into_iter().map(|name| FontFamilyName::Named(name.into())).collect()
}

/// The bundled families, for the picker of a brand kit and for tests.
pub fn list_bundled_families() -> Vec<&'static str> {
    let mut names: Vec<&str> = BUNDLED.iter().map(|font| font.family).collect();
    names.dedup();
    names
}
