//! Composes ads and remembers what the next ad will need: decoded pictures, scaled layers, the
//! plate of a format (all that its locales share) and what was written of it, fonts ready to shape
//! with. Safe to share between threads; the same job always gives the same bytes, whatever was remembered.

mod apart;
mod pens;

use std::sync::{Arc, Mutex, PoisonError};

use galley_domain::asset::AdFacts;
use galley_domain::digest::{Digest, Hasher};
use galley_domain::locale::Direction;
use galley_domain::measures::Measures;
use galley_domain::source::Problems;

use crate::arrange::Stage;
use crate::cache::Cache;
use crate::canvas::Canvas;
use crate::draw::{Painter, Placed, is_plate};
use crate::edits::Edits;
use crate::encode::{self, Base, Known};
use crate::fonts::FontLibrary;
use crate::job::{Asset, ComposeError, Composed, Job, SlotContent};
use crate::layers::Layers;
use crate::layout::{Arrangement, Layout};
use crate::order::{File, FileOrder, Made, Order};
use crate::phase::{Phase, Watch};
pub use apart::Apart;
use pens::Pens;

/// Bytes of plates and of what was written of them that are kept.
const PLATE_BUDGET: usize = 96 << 20;
/// Pixel buffers kept for the next ads.
const BUFFERS_KEPT: usize = 2;

pub struct Studio {
    layers: Layers,
    plates: Cache<Plate>,
    layouts: Cache<Layout>,
    pens: Pens,
    buffers: Mutex<Vec<Vec<u8>>>,
}

/// What the ads of one format have in common.
struct Plate {
    canvas: Canvas,
    placed: Placed,
    known: Known,
}

/// An ad's pixels and what is known about them.
struct Painted {
    plate: Arc<Plate>,
    canvas: Canvas,
    facts: AdFacts,
    measures: Measures,
}

impl Plate {
    /// Bytes it may come to hold: its pixels, and files written of it.
    fn weight(&self) -> usize {
        self.canvas.pixels().len() * 3 / 2 + self.placed.sights.weight()
    }
}

impl Studio {
    pub fn new(library: FontLibrary) -> Studio {
        Studio {
            layers: Layers::new(),
            plates: Cache::new(PLATE_BUDGET),
            layouts: Cache::new(4 << 20),
            pens: Pens::new(library),
            buffers: Mutex::new(Vec::new()),
        }
    }

    /// Reads a layout file, or finds it already read.
    pub fn layout(&self, file: &str, asset: &Asset) -> Result<Arc<Layout>, Problems> {
        let weigh = |_: &Layout| asset.bytes.len() * 4;
        self.layouts.get_or_make(asset.digest, weigh, || Layout::parse(file, &asset.bytes))
    }

    /// Composes one ad.
    pub fn compose(&self, job: &Job) -> Result<Composed, ComposeError> {
        self.compose_watched(job, &mut |_| {})
    }

    /// Composes one ad as people edited it. Without edits it is what [`Studio::compose`] makes.
    pub fn compose_edited(&self, job: &Job, edits: Edits) -> Result<Composed, ComposeError> {
        if edits.slots.is_empty() {
            return self.compose(job);
        }
        edits.check(&job.layout, &job.palette)?;
        let order = Order { edits, ..Order::default() };
        self.compose_ordered(&ordered(job, &order), &order, &mut |_| {})
    }

    /// Composes one ad and tells `watch` what was just done, for measuring.
    pub fn compose_watched(&self, job: &Job, watch: Watch<'_>) -> Result<Composed, ComposeError> {
        self.compose_ordered(job, &Order::default(), watch)
    }

    fn compose_ordered(&self, job: &Job, order: &Order, watch: Watch<'_>) -> Result<Composed, ComposeError> {
        let Painted { plate, canvas, facts, measures } = self.paint(job, order, watch)?;
        let base = Base { canvas: &plate.canvas, known: &plate.known };
        let encoded = encode::encode(&canvas, &base, job.format.mime, job.format.max_bytes)?;
        watch(Phase::Encode);
        let thumbnails = encode::thumbnails(&canvas, &plate.known);
        watch(Phase::Thumbnails);
        let (width, height) = (canvas.width, canvas.height);
        self.keep_buffer(canvas.into_pixels());
        Ok(Composed {
            bytes: encoded.bytes,
            mime: job.format.mime,
            width,
            height,
            quality: encoded.quality,
            thumbnails,
            facts,
            measures,
        })
    }

    /// Draws one ad, without writing it as a file: RGBA pixels, row by row.
    pub fn draw(&self, job: &Job) -> Result<(Vec<u8>, AdFacts), ComposeError> {
        let painted = self.paint(job, &Order::default(), &mut |_| {})?;
        Ok((painted.canvas.into_pixels(), painted.facts))
    }

    /// Composes one ad as it was ordered: edited, as dense and in as many kinds of files as asked.
    pub fn make(&self, job: &Job, order: &Order) -> Result<Made, ComposeError> {
        order.edits.check(&job.layout, &job.palette)?;
        let job = ordered(job, order);
        let Painted { plate, canvas, facts, measures } = self.paint(&job, order, &mut |_| {})?;
        let base = Base { canvas: &plate.canvas, known: &plate.known };
        let file = |file: &FileOrder| {
            let encoded = encode::encode_order(&canvas, &base, file)?;
            let (width, height) = (canvas.width, canvas.height);
            Ok(File { kind: file.kind, bytes: encoded.bytes, width, height, quality: encoded.quality })
        };
        let files = order.files.iter().map(file).collect::<Result<_, ComposeError>>()?;
        let thumbnails = encode::thumbnails(&canvas, &plate.known);
        self.keep_buffer(canvas.into_pixels());
        Ok(Made { files, thumbnails, facts, measures })
    }

    fn paint(&self, job: &Job, order: &Order, watch: Watch<'_>) -> Result<Painted, ComposeError> {
        let arrangement = arrangement(job)?;
        let density = order.density.times() as f32;
        let stage = Stage::new(&job.format, arrangement, job.locale.direction == Direction::Rtl, density);
        let plate = self.plate((job, &order.edits), arrangement, stage, watch)?;
        let canvas = plate.canvas.copied_into(self.take_buffer());
        let mut painter = Painter::new((job, &order.edits), stage, &self.layers, canvas, watch);
        painter.placed = plate.placed.clone();
        let mut pen = self.pens.take(&job.fonts)?;
        let rest = arrangement.slots.iter().skip_while(|slot| is_plate(slot));
        let drawn = rest.map(|slot| painter.draw_slot(slot, &mut pen)).collect::<Result<Vec<()>, _>>();
        self.pens.put_back(&job.fonts, pen);
        drawn?;
        let measures = painter.take_measures();
        let facts = AdFacts {
            width: painter.canvas.width,
            height: painter.canvas.height,
            texts: painter.texts,
            logo: painter.placed.logo,
            product: painter.placed.product,
            dominant: encode::dominant(&painter.canvas),
        };
        (painter.watch)(Phase::Raster);
        Ok(Painted { plate, canvas: painter.canvas, facts, measures })
    }

    /// All that comes before the first words.
    fn plate(
        &self,
        (job, edits): (&Job, &Edits),
        arrangement: &Arrangement,
        stage: Stage,
        watch: Watch<'_>,
    ) -> Result<Arc<Plate>, ComposeError> {
        let mut key = Hasher::new("edited plate");
        key.digest("plate", plate_key(job)).digest("edits", edits.digest_of_pictures(&job.layout));
        key.part("density", &stage.density.to_be_bytes());
        self.plates.get_or_make(key.finish(), Plate::weight, || {
            let fill = job.palette.color(&arrangement.fill);
            let canvas = Canvas::filled(job.format.width, job.format.height, fill);
            let mut painter = Painter::new((job, edits), stage, &self.layers, canvas, watch);
            painter.placed.sights.add_fill("background", fill, stage.canvas);
            for slot in arrangement.slots.iter().take_while(|slot| is_plate(slot)) {
                painter.draw_plate_slot(slot)?;
            }
            Ok(Plate { canvas: painter.canvas, placed: painter.placed, known: Known::default() })
        })
    }

    fn take_buffer(&self) -> Vec<u8> {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn keep_buffer(&self, buffer: Vec<u8>) {
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        if buffers.len() < BUFFERS_KEPT {
            buffers.push(buffer);
        }
    }
}

fn arrangement(job: &Job) -> Result<&Arrangement, ComposeError> {
    job.layout.find_arrangement(&job.format).ok_or_else(|| ComposeError::NoArrangement {
        layout: job.layout.name.clone(),
        shape: job.format.shape().word(),
        format: job.format.id.clone(),
    })
}

/// The job with what an order changes about its content: words, crops, what is left out, and sizes in pixels.
fn ordered(job: &Job, order: &Order) -> Job {
    let mut job = job.clone();
    let times = order.density.times();
    (job.format.width, job.format.height) = (job.format.width * times, job.format.height * times);
    for content in job.slots.values_mut() {
        if let SlotContent::Logo(logo) = content {
            logo.min_width_px *= times;
        }
    }
    for (slot, edit) in &order.edits.slots {
        if edit.is_hidden {
            job.slots.remove(slot);
            continue;
        }
        if let Some(text) = &edit.text {
            job.slots.insert(slot.clone(), SlotContent::Text(text.clone()));
        }
        if let (Some(focal), Some(SlotContent::Picture { focal: own, .. })) = (edit.focal, job.slots.get_mut(slot)) {
            *own = Some(focal);
        }
    }
    job
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
