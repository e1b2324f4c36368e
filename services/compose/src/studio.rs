//! Composes ads and remembers what the next ad will need: decoded pictures, scaled layers, the
//! plate of a format (all that its locales share), fonts ready to shape with. Safe to share between
//! threads; the same job always gives the same bytes, whatever was remembered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use galley_domain::asset::AdFacts;
use galley_domain::digest::{Digest, Hasher};
use galley_domain::locale::Direction;
use galley_domain::source::Problems;

use crate::arrange::Stage;
use crate::cache::Cache;
use crate::canvas::Canvas;
use crate::draw::{Painter, Placed, is_plate};
use crate::encode;
use crate::fonts::{FontError, FontLibrary};
use crate::job::{Asset, ComposeError, Composed, Job, JobFonts, SlotContent};
use crate::layers::Layers;
use crate::layout::{Arrangement, Layout};
use crate::text::ink::Pen;

/// Bytes of plates that are kept.
const PLATE_BUDGET: usize = 48 << 20;
/// Pens kept per set of fonts; more threads than this make their own.
const PENS_KEPT: usize = 8;
/// Sets of fonts kept.
const FONT_SETS_KEPT: usize = 16;

pub struct Studio {
    library: FontLibrary,
    layers: Layers,
    plates: Cache<Plate>,
    layouts: Cache<Layout>,
    libraries: Mutex<HashMap<Digest, FontLibrary>>,
    pens: Mutex<HashMap<Digest, Vec<Pen>>>,
}

/// What the ads of one format have in common.
struct Plate {
    canvas: Canvas,
    placed: Placed,
}

impl Studio {
    pub fn new(library: FontLibrary) -> Studio {
        Studio {
            library,
            layers: Layers::new(),
            plates: Cache::new(PLATE_BUDGET),
            layouts: Cache::new(4 << 20),
            libraries: Mutex::new(HashMap::new()),
            pens: Mutex::new(HashMap::new()),
        }
    }

    /// Reads a layout file, or finds it already read.
    pub fn layout(&self, file: &str, asset: &Asset) -> Result<Arc<Layout>, Problems> {
        let weigh = |_: &Layout| asset.bytes.len() * 4;
        self.layouts.get_or_make(asset.digest, weigh, || Layout::parse(file, &asset.bytes))
    }

    /// Composes one ad.
    pub fn compose(&self, job: &Job) -> Result<Composed, ComposeError> {
        let (canvas, facts) = self.paint(job)?;
        let encoded = encode::encode(&canvas, job.format.mime, job.format.max_bytes)?;
        let (width, height) = (canvas.width, canvas.height);
        Ok(Composed {
            bytes: encoded.bytes,
            mime: job.format.mime,
            width,
            height,
            quality: encoded.quality,
            thumbnails: encode::thumbnails(canvas)?,
            facts,
        })
    }

    /// Draws one ad, without writing it as a file: RGBA pixels, row by row.
    pub fn draw(&self, job: &Job) -> Result<(Vec<u8>, AdFacts), ComposeError> {
        self.paint(job).map(|(canvas, facts)| (canvas.pixels, facts))
    }

    fn paint(&self, job: &Job) -> Result<(Canvas, AdFacts), ComposeError> {
        let arrangement = job.layout.find_arrangement(&job.format).ok_or_else(|| ComposeError::NoArrangement {
            layout: job.layout.name.clone(),
            shape: job.format.shape().word(),
            format: job.format.id.clone(),
        })?;
        let stage = Stage::new(&job.format, arrangement, job.locale.direction == Direction::Rtl);
        let plate = self.plate(job, arrangement, stage)?;
        let mut painter = Painter::new(job, stage, &self.layers, plate.canvas.clone());
        painter.placed = plate.placed.clone();
        let mut pen = self.take_pen(&job.fonts)?;
        let rest = arrangement.slots.iter().skip_while(|slot| is_plate(slot));
        let drawn = rest.map(|slot| painter.draw_slot(slot, &mut pen)).collect::<Result<Vec<()>, _>>();
        self.return_pen(&job.fonts, pen);
        drawn?;
        let facts = AdFacts {
            width: painter.canvas.width,
            height: painter.canvas.height,
            texts: painter.texts,
            logo: painter.placed.logo,
            product: painter.placed.product,
            dominant: encode::dominant(&painter.canvas),
        };
        Ok((painter.canvas, facts))
    }

    /// All that comes before the first words.
    fn plate(&self, job: &Job, arrangement: &Arrangement, stage: Stage) -> Result<Arc<Plate>, ComposeError> {
        let weigh = |plate: &Plate| plate.canvas.pixels.len();
        self.plates.get_or_make(plate_key(job), weigh, || {
            let fill = job.palette.color(&arrangement.fill);
            let canvas = Canvas::filled(job.format.width, job.format.height, fill);
            let mut painter = Painter::new(job, stage, &self.layers, canvas);
            for slot in arrangement.slots.iter().take_while(|slot| is_plate(slot)) {
                painter.draw_plate_slot(slot)?;
            }
            Ok(Plate { canvas: painter.canvas, placed: painter.placed })
        })
    }

    fn take_pen(&self, fonts: &JobFonts) -> Result<Pen, ComposeError> {
        let key = fonts_key(fonts);
        let mut pens = self.pens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pen) = pens.get_mut(&key).and_then(Vec::pop) {
            return Ok(pen);
        }
        drop(pens);
        Ok(Pen::new(self.library_for(fonts, key)?.context()))
    }

    fn return_pen(&self, fonts: &JobFonts, pen: Pen) {
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

/// Everything a plate depends on: not the words, and of the locale only its direction.
fn plate_key(job: &Job) -> Digest {
    let mut key = Hasher::new("plate");
    key.digest("layout", job.layout.digest).digest("format", job.format.digest());
    key.part("direction", &[u8::from(job.locale.direction == Direction::Rtl)]);
    for (name, color) in job.palette.list() {
        key.text("color", name).part("rgb", &color.0);
    }
    for (name, content) in &job.slots {
        match content {
            SlotContent::Text(_) => {}
            SlotContent::Picture { asset, focal } => {
                key.text("slot", name).digest("picture", asset.digest);
                for part in focal.iter().flatten() {
                    key.part("focal", &part.to_be_bytes());
                }
            }
            SlotContent::Logo(logo) => {
                key.text("slot", name).digest("logo", logo.svg.digest);
                key.part("clear_space", &logo.clear_space.to_be_bytes());
                key.part("min_width_px", &logo.min_width_px.to_be_bytes());
                if let Some(asset) = &logo.on_dark {
                    key.digest("on_dark", asset.digest);
                }
            }
        }
    }
    key.finish()
}
