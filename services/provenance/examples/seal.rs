//! How long sealing a 1080 × 1080 picture takes on one core: description, signature and the proof that
//! the approved bytes come back. Prints one JSON object. Run it with `--release`.

use std::io::Cursor;
use std::time::Instant;

use galley_domain::digest::Digest;
use galley_provenance::{Facts, Ingredient, Picture, Signer, SourceType, make_development_certificate, seal};
use image::{ImageFormat, RgbImage};

const ROUNDS: usize = 200;

fn main() {
    let made = make_development_certificate("2026-11-24T00:00:00Z".parse().expect("a date")).expect("is made");
    let signer = Signer::parse(&made.chain, &made.key).expect("it is one");
    let mut figures = serde_json::Map::new();
    for (name, format) in [("png", ImageFormat::Png), ("jpeg", ImageFormat::Jpeg)] {
        let approved = picture(format);
        let facts = facts(&approved);
        let ingredient = Ingredient {
            kind: "product".into(),
            name: "cup.png".into(),
            version: None,
            digest: Some(Digest::of(b"cup")),
            mime: Some("image/png".into()),
        };
        let ingredients = [Picture::bare(ingredient.clone()), Picture::bare(ingredient)];
        let mut times: Vec<f64> = (0..ROUNDS).map(|_| once(&approved, &facts, &ingredients, &signer)).collect();
        times.sort_by(f64::total_cmp);
        let sealed = seal(&approved, &facts, &ingredients, &signer, None).expect("it is sealed");
        figures.insert(format!("{name}_median_ms"), times[ROUNDS / 2].into());
        figures.insert(format!("{name}_p99_ms"), times[ROUNDS * 99 / 100].into());
        figures.insert(format!("{name}_bytes"), approved.len().into());
        figures.insert(format!("{name}_added_bytes"), (sealed.bytes.len() - approved.len()).into());
    }
    println!("{}", serde_json::Value::Object(figures));
}

fn once(approved: &[u8], facts: &Facts, ingredients: &[Picture], signer: &Signer) -> f64 {
    let begun = Instant::now();
    let sealed = seal(approved, facts, ingredients, signer, None).expect("it is sealed");
    std::hint::black_box(sealed);
    begun.elapsed().as_secs_f64() * 1_000.0
}

/// Soft grounds with some grain, as ads have.
fn picture(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(1_080, 1_080, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 29;
        image::Rgb([(x / 5) as u8 + grain as u8, (y / 5) as u8, ((x + y) / 10) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("pictures can be written");
    bytes.into_inner()
}

fn facts(approved: &[u8]) -> Facts {
    Facts {
        approved: Digest::of(approved),
        name: "bench.png".into(),
        document: "urn:uuid:0192e4a0-0000-7000-8000-000000000001".into(),
        instance: "urn:uuid:0192e4a0-0000-7000-8000-000000000002".into(),
        title: "Ombrava: House blend launch".into(),
        alt_text: "Ombrava: The first cool morning".into(),
        language: "de-DE".into(),
        creator: "Ombrava".into(),
        rights: Vec::new(),
        source_type: SourceType::of(false, true),
        models: Vec::new(),
        translated_from: Some("en-GB".into()),
        approvals: Vec::new(),
        sealed_ms: 1_795_000_000_000,
        ingredients: Vec::new(),
    }
}
