//! The embedded backend: procedural scenes, drawn on our own processors. It stands here and not
//! among the adapters because it is nobody else's computer. No model has a part in its pictures,
//! and it says so.

use std::sync::Arc;

use async_trait::async_trait;
use galley_compose::Palette;
use galley_compose::sketch::{MAX_SCENE_SIDE, Scene, paint};
use galley_domain::ports::{
    Backend, Blob, Body, Fault, Feature, Features, Found, GpuBasis, GpuTime, Handle, Memory, Offer, Outcome, Phase,
    Piece, RateCard, Request, Sizes, Submitted, Terms, Usage, Work,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

/// The name in workflows, lanes and configuration.
pub const NAME: &str = "sketch";

/// Draws scenes.
pub struct Sketch {
    terms: Terms,
    cores: Arc<Semaphore>,
}

/// What a request may say to it and to no other.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Wishes {
    /// A style by name; empty lets the mood choose.
    pub style: String,
    /// The brief's own words for the scene, without the template around them.
    pub mood: String,
    /// Brand colours, sRGB, in the order background, surface, ink, primary, accent.
    pub palette: Vec<[u8; 3]>,
}

impl Sketch {
    /// A backend with these prices (what an hour of one's own processors is worth, or nothing)
    /// that draws on at most so many cores.
    pub fn new(rates: RateCard, cores: usize) -> Sketch {
        let cores = cores.max(1);
        let in_flight = u32::try_from(cores).unwrap_or(u32::MAX);
        let terms = Terms { rates, in_flight, is_dedicated: true, ..Terms::default() };
        Sketch { terms, cores: Arc::new(Semaphore::new(cores)) }
    }
}

#[async_trait]
impl Backend for Sketch {
    fn name(&self) -> &str {
        NAME
    }

    fn adapter(&self) -> &'static str {
        NAME
    }

    fn model(&self) -> Option<&str> {
        None
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        let side = u64::from(MAX_SCENE_SIDE);
        (work == Work::Image).then_some(Offer {
            native: Features::of(&[Feature::Seed]),
            most_outputs: 1,
            most_references: 0,
            sizes: Sizes::Multiples { of: 1, most_pixels: side * side, most_stretch: MAX_SCENE_SIDE },
            memory: Memory::None,
            prompt_chars: usize::MAX,
        })
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        let size = call.want.size.ok_or_else(|| Fault::give_up("a scene needs a size"))?;
        let wishes = call.options.get(NAME).cloned().map(serde_json::from_value::<Wishes>);
        let wishes = wishes.transpose().map_err(|error| Fault::give_up(error.to_string()))?.unwrap_or_default();
        let names = ["background", "surface", "ink", "primary", "accent"].map(str::to_owned);
        let scene = Scene {
            width: size.0,
            height: size.1,
            palette: Palette::new(names.into_iter().zip(wishes.palette)),
            seed: call.controls.seed.unwrap_or_default(),
            style: wishes.style,
            words: wishes.mood,
        };
        let broke_off = || Fault::retry("drawing broke off");
        let permit = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| broke_off())?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _core = permit;
            paint(&scene)
        });
        let drawn = drawn.await.map_err(|_| broke_off())?;
        let drawn = drawn.map_err(|error| Fault::give_up(error.to_string()))?;
        let blob = Blob { mime: "image/png", bytes: drawn.bytes.into(), size };
        let outcome = Outcome {
            pieces: vec![Piece::from(Body::Here(blob))],
            usage: Usage { images: 1, ..Usage::default() },
            // No GPU works for a sketch, and that is known.
            busy: Some(GpuTime { ms: 0, basis: GpuBasis::EngineReported }),
            ..Outcome::default()
        };
        Ok(Submitted { handle: Handle(call.key.clone()), phase: Phase::Done(outcome), pace: None })
    }

    /// Nothing is kept here: what was not finished is drawn again.
    async fn find(&self, _: &str) -> Result<Found, Fault> {
        Ok(Found::NotThere)
    }

    async fn check(&self) -> Result<String, Fault> {
        Ok(format!("draws on {} cores", self.terms.in_flight))
    }
}
