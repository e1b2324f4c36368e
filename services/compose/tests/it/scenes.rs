//! Scenes without a model: every style, the same seed the same picture, and facts that say how it was made.

use galley_compose::probe_picture;
use galley_compose::sketch::{Scene, SketchError, list_styles, paint, style_for};

use crate::job;

fn scene(style: &str, seed: u64, words: &str) -> Scene {
    Scene { width: 120, height: 90, palette: job::palette(), seed, style: style.to_owned(), words: words.to_owned() }
}

#[test]
fn every_style_repeats_itself_and_says_who_made_it() {
    assert!(list_styles().count() >= 4);
    for style in list_styles() {
        let first = paint(&scene(style, 5, "")).expect("a scene");
        assert_eq!(first.bytes, paint(&scene(style, 5, "")).expect("a scene").bytes, "{style}");
        assert_ne!(first.bytes, paint(&scene(style, 6, "")).expect("a scene").bytes, "{style}");
        let info = probe_picture(&first.bytes).expect("a picture");
        assert_eq!((info.width, info.height, info.has_alpha), (120, 90, false));
        assert_eq!((first.facts.made_by.as_str(), first.facts.model.as_deref()), ("sketch", None));
    }
}

#[test]
fn words_choose_style_and_light() {
    assert_eq!(style_for("low sun through a kitchen window, long shadows", 0), "window_light");
    assert_eq!(style_for("dusk, one warm lamp, glints of amber", 0), "bokeh");
    let mean = |words: &str| {
        let bytes = paint(&scene("mesh_gradient", 1, words)).expect("a scene").bytes;
        let picture = image::load_from_memory(&bytes).expect("a picture").to_luma8();
        picture.as_raw().iter().map(|value| u64::from(*value)).sum::<u64>() / picture.as_raw().len() as u64
    };
    assert!(mean("early light") > mean("deep night") + 60);
}

#[test]
fn what_cannot_be_made_is_refused() {
    assert!(matches!(paint(&scene("watercolour", 1, "")), Err(SketchError::UnknownStyle(_))));
    let mut large = scene("bokeh", 1, "");
    large.width = 100_000;
    assert!(matches!(paint(&large), Err(SketchError::Size)));
}
