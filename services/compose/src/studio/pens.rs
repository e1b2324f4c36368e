//! Pens and sets of fonts that are kept between ads, per set of a brand's font files.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use galley_domain::digest::{Digest, Hasher};

use crate::fonts::{FontError, FontLibrary};
use crate::job::JobFonts;
use crate::text::ink::Pen;

/// Pens kept per set of fonts; more threads than this make their own.
const PENS_KEPT: usize = 8;
/// Sets of fonts kept.
const FONT_SETS_KEPT: usize = 16;

pub struct Pens {
    library: FontLibrary,
    libraries: Mutex<HashMap<Digest, FontLibrary>>,
    pens: Mutex<HashMap<Digest, Vec<Pen>>>,
}

impl Pens {
    pub fn new(library: FontLibrary) -> Pens {
        Pens { library, libraries: Mutex::new(HashMap::new()), pens: Mutex::new(HashMap::new()) }
    }

    /// A pen with these fonts, used before or new.
    pub fn take(&self, fonts: &JobFonts) -> Result<Pen, FontError> {
        let key = fonts_key(fonts);
        let mut pens = self.pens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pen) = pens.get_mut(&key).and_then(Vec::pop) {
            return Ok(pen);
        }
        drop(pens);
        Ok(Pen::new(self.library_for(fonts, key)?.context()))
    }

    /// Takes a pen back for the next ad.
    pub fn put_back(&self, fonts: &JobFonts, pen: Pen) {
        let mut pens = self.pens.lock().unwrap_or_else(PoisonError::into_inner);
        if pens.len() > FONT_SETS_KEPT {
            pens.clear();
        }
        let kept = pens.entry(fonts_key(fonts)).or_default();
        if kept.len() < PENS_KEPT {
            kept.push(pen);
        }
    }

    fn library_for(&self, fonts: &JobFonts, key: Digest) -> Result<FontLibrary, FontError> {
        if fonts.files.is_empty() {
            return Ok(self.library.clone());
        }
        let mut libraries = self.libraries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(library) = libraries.get(&key) {
            return Ok(library.clone());
        }
        let files: Vec<_> = fonts.files.iter().map(|file| (file.digest, file.bytes.clone())).collect();
        let library = self.library.with(&files)?;
        if libraries.len() > FONT_SETS_KEPT {
            libraries.clear();
        }
        libraries.insert(key, library.clone());
        Ok(library)
    }
}

fn fonts_key(fonts: &JobFonts) -> Digest {
    let mut key = Hasher::new("font files");
    for file in &fonts.files {
        key.digest("file", file.digest);
    }
    key.finish()
}
