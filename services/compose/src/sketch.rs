//! Scenes without a model: seeded, procedural pictures in a brand's palette, made to stand behind
//! words and a product. They never pretend: their facts say that `sketch` made them and no model did.
//!
//! A new style is a file beside this one and a line in [`STYLES`].

mod backdrop;
mod bokeh;
mod color;
mod mesh_gradient;
mod noise;
mod paper_cut;
mod podium;
mod window_light;

use serde::{Deserialize, Serialize};

use crate::encode::png_rgb;
use crate::palette::Palette;
use color::Lab;
use noise::{Dice, grain};

/// Longest side of a scene.
pub const MAX_SCENE_SIDE: u32 = 4096;

/// A scene to make.
#[derive(Clone, Debug)]
pub struct Scene {
    pub width: u32,
    pub height: u32,
    pub palette: Palette,
    pub seed: u64,
    /// A name out of [`list_styles`]; empty lets the words choose.
    pub style: String,
    /// What the scene should feel like: “dusk, deep colours”. Its light is read from this, and its style if none is named.
    pub words: String,
}

/// A finished scene.
#[derive(Clone, Debug)]
pub struct Sketched {
    /// PNG.
    pub bytes: Vec<u8>,
    pub facts: SketchFacts,
}

/// How a scene came to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SketchFacts {
    /// Always `sketch`.
    pub made_by: String,
    /// Always none: no model had a part in it.
    pub model: Option<String>,
    pub style: String,
    pub seed: u64,
    pub is_dark: bool,
    pub width: u32,
    pub height: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum SketchError {
    #[error("there is no scene style “{0}”; there are {styles}", styles = list_styles().collect::<Vec<_>>().join(", "))]
    UnknownStyle(String),
    #[error("a scene has at most {MAX_SCENE_SIDE} pixels a side and at least one")]
    Size,
    #[error("the scene could not be written: {0}")]
    Encode(String),
}

/// The colour at a point; the short side of the scene is one unit long.
type Shade = Box<dyn Fn(f32, f32) -> Lab>;

/// A style: its name, and what makes its shade.
type Style = (&'static str, fn(Setting) -> Shade);

/// What a style starts from.
struct Setting {
    tones: Tones,
    dice: Dice,
    /// Size in units of the short side.
    width: f32,
    height: f32,
    /// Half the width of an edge that looks smooth: never less than a good part of a pixel.
    rim: f32,
}

/// A brand's colours, sorted by what they do in a scene.
#[derive(Clone, Copy)]
struct Tones {
    /// The calm ground that words will stand on.
    ground: Lab,
    /// A step away from the ground.
    near: Lab,
    primary: Lab,
    accent: Lab,
    light: Lab,
    shade: Lab,
    is_dark: bool,
}

/// Every style by name.
const STYLES: [Style; 6] = [
    (backdrop::NAME, backdrop::shade),
    (bokeh::NAME, bokeh::shade),
    (mesh_gradient::NAME, mesh_gradient::shade),
    (paper_cut::NAME, paper_cut::shade),
    (podium::NAME, podium::shade),
    (window_light::NAME, window_light::shade),
];

/// The names of all styles.
pub fn list_styles() -> impl Iterator<Item = &'static str> {
    STYLES.iter().map(|(name, _)| *name)
}

/// Makes a scene.
pub fn paint(scene: &Scene) -> Result<Sketched, SketchError> {
    let wanted = if scene.style.is_empty() { style_for(&scene.words, scene.seed) } else { &scene.style };
    let unknown = || SketchError::UnknownStyle(scene.style.clone());
    let (style, shade_with) = STYLES.iter().find(|(name, _)| *name == wanted).ok_or_else(unknown)?;
    let longest = scene.width.max(scene.height);
    if scene.width == 0 || scene.height == 0 || longest > MAX_SCENE_SIDE {
        return Err(SketchError::Size);
    }
    let is_dark = is_dark(&scene.words);
    let short = scene.width.min(scene.height) as f32;
    let setting = Setting {
        tones: tones(&scene.palette, is_dark),
        dice: Dice::new(scene.seed ^ 0x5EED_0000_0000_0000 ^ style.len() as u64),
        width: scene.width as f32 / short,
        height: scene.height as f32 / short,
        rim: (0.7 / short).max(0.0012),
    };
    let shade = shade_with(setting);
    let mut rgb = Vec::with_capacity(scene.width as usize * scene.height as usize * 3);
    for y in 0..scene.height {
        for x in 0..scene.width {
            let color = shade((x as f32 + 0.5) / short, (y as f32 + 0.5) / short).to_srgb();
            let speck = grain(x, y, scene.seed);
            rgb.extend(color.map(|channel| (channel * 255.0 + speck + 0.5).clamp(0.0, 255.0) as u8));
        }
    }
    let bytes = png_rgb(&rgb, scene.width, scene.height).map_err(|error| SketchError::Encode(error.to_string()))?;
    let facts = SketchFacts {
        made_by: "sketch".to_owned(),
        model: None,
        style: (*style).to_owned(),
        seed: scene.seed,
        is_dark,
        width: scene.width,
        height: scene.height,
    };
    Ok(Sketched { bytes, facts })
}

/// The style that comes nearest to what the words describe; chance decides where they say nothing.
pub fn style_for(words: &str, seed: u64) -> &'static str {
    const HINTS: [(&str, &[&str]); 6] = [
        (backdrop::NAME, &["backdrop", "studio", "seamless", "plain"]),
        (window_light::NAME, &["window", "sun", "shadows", "morning light", "raking"]),
        (bokeh::NAME, &["glint", "lamp", "lights", "sparkle", "night", "bokeh", "candle"]),
        (podium::NAME, &["podium", "plinth", "pedestal"]),
        (paper_cut::NAME, &["paper", "cut", "layers", "hills", "waves"]),
        (mesh_gradient::NAME, &["gradient", "abstract", "flow", "texture", "colour", "color"]),
    ];
    let words = words.to_lowercase();
    let hits = |hints: &[&str]| hints.iter().filter(|hint| words.contains(**hint)).count();
    // The first of those with most hits: `max_by_key` takes the last.
    let best = HINTS.iter().rev().max_by_key(|(_, hints)| hits(hints));
    match best {
        Some((name, hints)) if hits(hints) > 0 => name,
        _ => STYLES[(seed % STYLES.len() as u64) as usize].0,
    }
}

/// Whether the words ask for a dark scene.
fn is_dark(words: &str) -> bool {
    let words = words.to_lowercase();
    ["dusk", "evening", "night", "dark", "deep", "moody", "midnight", "candle"].iter().any(|word| words.contains(word))
}

fn tones(palette: &Palette, is_dark: bool) -> Tones {
    let lab = |name: &str| Lab::from_rgb(palette.color(name));
    let (background, ink) = (lab("background"), lab("ink"));
    let (primary, accent) = (lab("primary"), lab("accent"));
    if is_dark {
        let ground = ink.mix(primary, 0.16).with_light(0.24);
        return Tones {
            ground,
            near: ground.mix(primary, 0.45).with_light(0.33),
            primary: primary.with_light(primary.0[0].min(0.5)),
            accent,
            light: accent.mix(background, 0.35),
            shade: ground.with_light(0.13),
            is_dark,
        };
    }
    let ground = background.mix(lab("surface"), 0.3).with_light(0.94);
    Tones {
        ground,
        near: ground.mix(accent, 0.3).with_light(0.87),
        primary,
        accent,
        light: background.mix(Lab([1.0, 0.0, 0.01]), 0.6),
        shade: ground.mix(primary, 0.3).mix(ink, 0.14).with_light(0.7),
        is_dark,
    }
}

/// 0 below `from`, 1 above `to`, smooth between.
fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
