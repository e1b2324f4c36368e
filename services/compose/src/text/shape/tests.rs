//! Hard strings of every script against what HarfBuzz itself makes of them (`tests/it/shaping.json`, written by
//! `shaping.py` beside it).

use serde::Deserialize;

use super::*;
use crate::fonts::FontLibrary;
use parley::FontFamilyName;

#[derive(Deserialize)]
struct Case {
    family: String,
    weight: f32,
    script: String,
    language: String,
    text: String,
    /// Glyph, advance, and how far it is moved right and up, at 100 pixels.
    glyphs: Vec<(u32, f32, f32, f32)>,
}

/// Glyphs as they are seen from left to right, without what shows nothing and takes no room.
fn shaped(case: &Case) -> Vec<(u32, f32, f32, f32)> {
    let mut fonts = FontLibrary::bundled().context();
    let family = || vec![FontFamilyName::Named(case.family.clone().into())];
    let style = Style {
        families: &Families { main: family(), latin: family() },
        weight: case.weight,
        tracking: 0.0,
        script: &case.script,
        language: &case.language,
        is_rtl: matches!(case.script.as_str(), "Arab" | "Hebr"),
        breaks: Breaks::Anywhere,
    };
    let mut shaped = Shaped::new(&mut fonts, &mut LayoutContext::new(), &case.text, &style);
    shaped.break_lines(f32::MAX / 4096.0, REFERENCE_PX);
    let mut glyphs = Vec::new();
    for item in shaped.line_items(0) {
        let PositionedLayoutItem::GlyphRun(run) = item else { continue };
        glyphs.extend(run.glyphs().map(|glyph| (glyph.id, glyph.advance, glyph.x, glyph.y)));
    }
    glyphs
}

fn is_seen(glyph: &(u32, f32, f32, f32), blanks: &[u32]) -> bool {
    glyph.1.abs() > 0.01 || !blanks.contains(&glyph.0)
}

#[test]
fn hard_strings_are_shaped_as_harfbuzz_shapes_them() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../tests/it/shaping.json")).expect("the cases");
    assert!(cases.len() >= 20);
    let mut wrong = Vec::new();
    for case in &cases {
        let blank = |text: &str| shaped(&with_text(case, text)).first().map_or(0, |glyph| glyph.0);
        // What stands for an isolate: nothing, or a space without width.
        let blanks = [0, blank(" ")];
        let ours: Vec<_> = shaped(case).into_iter().filter(|glyph| is_seen(glyph, &blanks)).collect();
        let theirs: Vec<_> = case.glyphs.iter().copied().filter(|glyph| is_seen(glyph, &blanks)).collect();
        let is_same = ours.len() == theirs.len()
            && ours.iter().zip(&theirs).all(|(a, b)| {
                a.0 == b.0 && [(a.1, b.1), (a.2, b.2), (a.3.abs(), b.3.abs())].iter().all(|(a, b)| (a - b).abs() < 0.06)
            });
        if !is_same {
            wrong.push(format!("{} “{}”\n  ours   {ours:?}\n  theirs {theirs:?}", case.family, case.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn with_text(case: &Case, text: &str) -> Case {
    Case {
        family: case.family.clone(),
        weight: case.weight,
        script: case.script.clone(),
        language: case.language.clone(),
        text: text.to_owned(),
        glyphs: Vec::new(),
    }
}
