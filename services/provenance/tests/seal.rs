//! Sealing and reading back: nothing of the approved bytes is lost, what is said comes out again, and
//! what was changed is told.

use std::io::Cursor;
use std::sync::LazyLock;

use galley_domain::digest::Digest;
use galley_provenance::{
    Approval, Facts, Ingredient, Model, Picture, Right, SealError, SealState, Signer, SignerError, SourceType,
    approved_bytes, make_development_certificate, read, seal,
};
use image::{ImageFormat, RgbImage};

static SIGNER: LazyLock<Signer> = LazyLock::new(signer);

fn signer() -> Signer {
    let made = make_development_certificate("2026-11-24T00:00:00Z".parse().expect("a date")).expect("one is made");
    Signer::parse(&made.chain, &made.key).expect("it is one")
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 4) as u8, (y * 5) as u8, (x ^ y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("pictures can be written");
    bytes.into_inner()
}

fn facts(approved: &[u8]) -> Facts {
    Facts {
        approved: Digest::of(approved),
        name: "ombrava_launch_de_300x250_r1.png".to_owned(),
        document: "urn:uuid:0192e4a0-0000-7000-8000-000000000001".to_owned(),
        instance: "urn:uuid:0192e4a0-0000-7000-8000-000000000002".to_owned(),
        title: "Ombrava: “Größe” & <mehr>".to_owned(),
        alt_text: "Ombrava: Der erste Morgen\u{7} · 5 < 6 & «gut»".to_owned(),
        language: "de-DE".to_owned(),
        creator: "Ombrava".to_owned(),
        rights: vec![Right { ingredient: "product".into(), holder: "R. Michetti".into(), licence: "CC0".into() }],
        source_type: SourceType::of(true, true),
        models: vec![Model { name: "flux/klein".to_owned(), version: Some("2".to_owned()) }],
        translated_from: Some("en-GB".to_owned()),
        approvals: vec![Approval { stage: "creative".to_owned(), roles: vec!["brand_manager".to_owned()] }],
        sealed_ms: 1_795_000_000_000,
        ingredients: Vec::new(),
    }
}

fn ingredient(bytes: &[u8]) -> Picture {
    Picture::read(
        Ingredient {
            kind: "product".to_owned(),
            name: "cup.png".to_owned(),
            version: None,
            digest: Some(Digest::of(bytes)),
            mime: Some("image/png".to_owned()),
        },
        bytes,
    )
}

#[test]
fn the_approved_bytes_come_back_and_what_is_said_comes_out() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let approved = picture(format);
        let ingredients = [ingredient(&picture(ImageFormat::Png))];
        let sealed = seal(&approved, &facts(&approved), &ingredients, &SIGNER, None).expect("it is sealed");
        assert!(sealed.dropped.is_empty());
        assert_eq!(approved_bytes(&sealed.bytes).expect("it is a picture"), approved);
        let (before, after) = (image::load_from_memory(&approved), image::load_from_memory(&sealed.bytes));
        assert_eq!(before.expect("a picture").to_rgb8(), after.expect("still one").to_rgb8());

        let reading = read(&sealed.bytes, "").expect("it can be read");
        assert_eq!(reading.state, SealState::Whole);
        assert_eq!((reading.hash, reading.bare_hash), (Digest::of(&sealed.bytes), Digest::of(&approved)));
        let mark = reading.mark.expect("a whole seal says something");
        assert_eq!(mark.source_type.as_deref(), Some("compositeWithTrainedAlgorithmicMedia"));
        assert_eq!(mark.approved, Some(Digest::of(&approved)));
        assert_eq!((mark.approvals, mark.models), (facts(&approved).approvals, facts(&approved).models));
        assert_eq!(mark.ingredients, ["cup.png"]);
        // What XML cannot say is left out.
        assert_eq!(mark.alt_text.as_deref(), Some("Ombrava: Der erste Morgen · 5 < 6 & «gut»"));
        assert_eq!(mark.made_with, format!("Galley {}", env!("CARGO_PKG_VERSION")));
        let done: Vec<&str> = mark.actions.iter().map(|done| done.action.as_str()).collect();
        assert_eq!(done, ["c2pa.created", "c2pa.placed", "c2pa.translated", "app.galley.approved"]);
        assert_eq!(mark.actions[0].when.as_deref(), Some("2026-11-18T11:06:40Z"));
        let certificate = mark.certificate.expect("it was signed");
        assert!(certificate.is_development && !mark.is_trusted);
        assert!(sealed.bytes.len() < approved.len() + 12 * 1024, "{} bytes more", sealed.bytes.len() - approved.len());
    }
}

#[test]
fn a_signer_is_trusted_where_its_root_is() {
    let approved = picture(ImageFormat::Png);
    let sealed = seal(&approved, &facts(&approved), &[], &SIGNER, None).expect("it is sealed");
    let other = signer();
    for (anchors, is_trusted) in [(SIGNER.chain(), true), (other.chain(), false), ("", false)] {
        let reading = read(&sealed.bytes, anchors).expect("it can be read");
        assert_eq!(reading.state, SealState::Whole);
        assert_eq!(reading.mark.expect("it says something").is_trusted, is_trusted);
    }
}

#[test]
fn a_tampered_file_is_told_and_nothing_it_says_is_believed() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let approved = picture(format);
        let sealed = seal(&approved, &facts(&approved), &[], &SIGNER, None).expect("it is sealed").bytes;
        let find = |needle: &[u8]| sealed.windows(needle.len()).position(|part| part == needle);
        let places = [
            ("the description", find(b"Headline").expect("it is described")),
            ("who approved it", find(b"brand_manager").expect("it says who")),
            ("the pixels", sealed.len() - 40),
        ];
        for (what, at) in places {
            let mut twin = sealed.clone();
            twin[at] ^= 1;
            match read(&twin, SIGNER.chain()) {
                // A PNG knows by itself that a chunk of it was changed.
                Err(_) => assert_eq!(format, ImageFormat::Png, "{what}"),
                Ok(reading) => {
                    assert!(
                        matches!(&reading.state, SealState::Broken(codes) if !codes.is_empty()),
                        "{what}: {reading:?}"
                    );
                    assert_eq!(reading.mark, None, "{what}");
                }
            }
        }
    }
}

#[test]
fn credentials_do_not_move_to_another_picture() {
    let (one, mut other) = (picture(ImageFormat::Jpeg), picture(ImageFormat::Jpeg));
    let sealed = seal(&one, &facts(&one), &[], &SIGNER, None).expect("it is sealed").bytes;
    let end = other.len() - 3;
    other[end] ^= 0x10;
    // What was put in, in front of what follows the first segment of the other picture.
    let added = sealed.len() - one.len();
    let at = (0..one.len()).find(|at| one[*at] != sealed[*at]).expect("something was put in");
    let twin = [&other[..at], &sealed[at..at + added], &other[at..]].concat();
    assert!(matches!(read(&twin, "").expect("it can be read").state, SealState::Broken(_)));
}

#[test]
fn what_says_nothing_is_no_broken_seal_and_noise_is_an_error() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let reading = read(&picture(format), "").expect("it can be read");
        assert_eq!((reading.state, reading.mark), (SealState::Absent, None));
    }
    let png = picture(ImageFormat::Png);
    for noise in [&b""[..], b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", &png[..png.len() / 2]] {
        assert!(read(noise, "").is_err(), "{} bytes", noise.len());
    }
}

#[test]
fn every_cut_and_every_flip_ends_in_an_answer() {
    let approved = picture(ImageFormat::Jpeg);
    let sealed = seal(&approved, &facts(&approved), &[], &SIGNER, None).expect("it is sealed").bytes;
    let whole = read(&sealed, "").expect("it can be read");
    for at in (0..sealed.len()).step_by(97) {
        let _ = read(&sealed[..at], "");
        let mut twin = sealed.clone();
        twin[at] ^= 0x80;
        // The signature's own padding covers nothing: what is said and what is seen are the same then.
        if let Ok(reading) = read(&twin, "")
            && reading.state == SealState::Whole
        {
            assert_eq!((reading.bare_hash, &reading.mark), (whole.bare_hash, &whole.mark), "byte {at} is not covered");
        }
    }
}

#[test]
fn what_cannot_be_sealed_is_refused_in_words() {
    let approved = picture(ImageFormat::Png);
    let good = facts(&approved);
    let refused = |bytes: &[u8], facts: &Facts, limit| match seal(bytes, facts, &[], &SIGNER, limit) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("it was sealed"),
    };
    assert!(refused(&approved, &good, Some(approved.len() as u64 + 100)).contains("its format allows"));
    assert_eq!(refused(b"GIF89a", &good, None), "it is neither a PNG nor a JPEG");
    let other = Facts { approved: Digest::of(b"other"), ..good.clone() };
    assert_eq!(refused(&approved, &other, None), "these are not the bytes that were approved");
    // A file that has credentials already would lose them with ours.
    let sealed = seal(&approved, &good, &[], &SIGNER, None).expect("it is sealed").bytes;
    let again = facts(&sealed);
    assert!(refused(&sealed, &again, None).contains("do not come back whole"));
}

#[test]
fn the_credentials_of_pieces_go_first_where_there_is_no_room() {
    let product = picture(ImageFormat::Png);
    let product = seal(&product, &facts(&product), &[], &SIGNER, None).expect("it is sealed").bytes;
    let approved = picture(ImageFormat::Jpeg);
    let ingredients = [ingredient(&product)];
    let sealed = |limit| seal(&approved, &facts(&approved), &ingredients, &SIGNER, limit);
    let whole = sealed(None).expect("it is sealed");
    assert!(whole.dropped.is_empty());
    assert_eq!(read(&whole.bytes, "").expect("it can be read").state, SealState::Whole);
    let limit = whole.bytes.len() as u64 - 1;
    let light = sealed(Some(limit)).expect("it is sealed without them");
    assert_eq!(light.dropped, ["the credentials that its ingredients carry themselves"]);
    assert!(light.bytes.len() as u64 <= limit);
    assert_eq!(read(&light.bytes, "").expect("it can be read").state, SealState::Whole);
    let tight = light.bytes.len() as u64 - 1_000;
    assert!(matches!(sealed(Some(tight)), Err(SealError::TooHeavy { .. })));
}

#[test]
fn a_certificate_is_good_for_its_days_only() {
    let cases = [
        ("2026-11-24T00:00:00Z", Ok(())),
        ("2034-12-31T00:00:00Z", Ok(())),
        ("2035-06-01T00:00:00Z", Err(SignerError::Expired("2035-01-01".to_owned()))),
        ("2024-06-01T00:00:00Z", Err(SignerError::NotYet("2025-01-01".to_owned()))),
    ];
    for (day, expected) in cases {
        assert_eq!(SIGNER.check(day.parse().expect("a date")), expected, "{day}");
    }
}
