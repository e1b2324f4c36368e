//! The embedded backend: procedural scenes, drawn on our own processors. It stands here and not
//! among the adapters because it is nobody else's computer. No model has a part in its pictures,
//! and it says so.

use std::sync::Arc;

use async_trait::async_trait;
use galley_compose::Palette;
use galley_compose::sketch::{Scene, paint};
use galley_domain::ports::{Backend, Fault, Generated, ImageRequest, RateCard};
use tokio::sync::Semaphore;

/// The name in workflows, lanes and configuration.
pub const NAME: &str = "sketch";

/// Draws scenes.
pub struct Sketch {
    card: RateCard,
    cores: Arc<Semaphore>,
}

impl Sketch {
    /// A backend with these prices (what an hour of one's own processors is worth, or nothing)
    /// that draws on at most so many cores.
    pub fn new(card: RateCard, cores: usize) -> Sketch {
        Sketch { card, cores: Arc::new(Semaphore::new(cores.max(1))) }
    }
}

#[async_trait]
impl Backend for Sketch {
    fn name(&self) -> &str {
        NAME
    }

    fn rate_card(&self) -> &RateCard {
        &self.card
    }

    async fn generate_image(&self, request: ImageRequest) -> Result<Generated, Fault> {
        let names = ["background", "surface", "ink", "primary", "accent"].map(str::to_owned);
        let scene = Scene {
            width: request.width,
            height: request.height,
            palette: Palette::new(names.into_iter().zip(request.palette)),
            seed: request.seed,
            style: request.style,
            words: request.mood,
        };
        let broke_off = || Fault::Retry { reason: "drawing broke off".to_owned(), after_ms: None };
        let permit = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| broke_off())?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _core = permit;
            paint(&scene)
        });
        let drawn = drawn.await.map_err(|_| broke_off())?;
        let drawn = drawn.map_err(|error| Fault::GiveUp { reason: error.to_string() })?;
        Ok(Generated {
            bytes: drawn.bytes.into(),
            mime: "image/png",
            gpu_ms: Some(0),
            cost_nano: self.card.image_nano,
            cost_basis: "rate_card",
            model: None,
        })
    }
}
