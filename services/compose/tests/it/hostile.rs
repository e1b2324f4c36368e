//! What comes from outside and means harm, or is merely wrong: refused, in words, within bounds.

use galley_compose::{Asset, ComposeError, Layout, MAX_PICTURE_BYTES, SlotContent, probe_font, probe_picture};

use crate::job;

/// A PNG that says it has these sides and holds next to nothing.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    for (chunk, length) in [(header, 13u32), (b"IDATx\x9c\x03\x00\x00\x00\x00\x01".to_vec(), 8), (b"IEND".to_vec(), 0)]
    {
        bytes.extend(length.to_be_bytes());
        bytes.extend(&chunk);
        bytes.extend(crc(&chunk).to_be_bytes());
    }
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn pictures_that_are_too_large_are_refused_before_they_are_decoded() {
    for (width, height) in [(100_000, 100_000), (10_000, 10_000), (30_000, 10), (u32::MAX >> 1, 1)] {
        let refusal = probe_picture(&png_claiming(width, height)).expect_err("too large").to_string();
        assert!(refusal.contains("pixels") || refusal.contains("broken"), "{refusal}");
    }
    let heavy = vec![0u8; MAX_PICTURE_BYTES + 1];
    assert!(probe_picture(&heavy).expect_err("too heavy").to_string().contains("bytes"));
}

#[test]
fn what_is_no_picture_is_refused() {
    for bytes in
        [&b""[..], b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0junk"]
    {
        assert!(probe_picture(bytes).is_err());
    }
    assert!(probe_font(b"not a font").is_err());
}

#[test]
fn a_picture_that_breaks_off_is_an_error_with_its_slot() {
    let studio = job::studio();
    let mut job =
        job::job(&studio, "global-launch/layouts/hero", job::format("t", 300, 250), job::locale("en-GB", "Latn"), &[]);
    let asset = Asset::new(png_claiming(400, 400));
    job.slots.insert("scene".to_owned(), SlotContent::Picture { asset, focal: None });
    let error = studio.compose(&job).expect_err("a broken scene");
    assert!(matches!(&error, ComposeError::Picture { slot, .. } if slot == "scene"), "{error}");
}

#[test]
fn content_of_the_wrong_kind_is_an_error() {
    let studio = job::studio();
    let mut job =
        job::job(&studio, "global-launch/layouts/hero", job::format("t", 300, 250), job::locale("en-GB", "Latn"), &[]);
    job.slots.insert("logo".to_owned(), SlotContent::Text("Ombrava".to_owned()));
    let error = studio.compose(&job).expect_err("a text for a logo").to_string();
    assert_eq!(error, "slot “logo” holds a text, but the layout wants a logo there");
}

/// A JPEG of 2 × 1 pixels with the given EXIF orientation.
fn jpeg_with_orientation(orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    encoder.add_app_segment(1, exif).expect("a short segment");
    encoder.encode(&[255, 0, 0, 0, 0, 255], 2, 1, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    bytes
}

#[test]
fn pictures_stand_upright_as_their_exif_says() {
    let sides = |orientation: u8| {
        let info = probe_picture(&jpeg_with_orientation(orientation)).expect("a picture");
        (info.mime, info.width, info.height)
    };
    assert_eq!(sides(1), ("image/jpeg", 2, 1));
    assert_eq!(sides(6), ("image/jpeg", 1, 2));
}

#[test]
fn a_layout_tells_every_mistake_at_once() {
    let text = r#"
layout = "broken"
title = "Broken"

[styles.headline]
kind = "text"
slot = "headline"
colour = "ink"

[shapes.square]
slots = [
  { style = "headlin" },
  { kind = "text", slot = "cta" },
  { kind = "panel", fill = "inc" },
  { kind = "stack", items = [ { kind = "scene" } ] },
]
"#;
    let problems = Layout::parse("layout.toml", text.as_bytes()).expect_err("mistakes");
    // The schema's mistakes come first; with those mended, the rest.
    assert_eq!(problems.0.len(), 1, "{problems}");
    assert_eq!((problems.0[0].line, problems.0[0].nearest.as_deref()), (8, Some("color")));
    let mended = text.replace("colour", "color");
    let problems = Layout::parse("layout.toml", mended.as_bytes()).expect_err("mistakes");
    let lines: Vec<u32> = problems.0.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [12, 13, 14, 15], "{problems}");
    let words: Vec<Option<&str>> = problems.0.iter().map(|problem| problem.nearest.as_deref()).collect();
    assert_eq!(words, [Some("headline"), None, Some("ink"), None]);
}

#[test]
fn every_layout_of_the_workflows_can_be_read() {
    let mut count = 0;
    for workflow in std::fs::read_dir(job::workflows()).expect("workflows").flatten() {
        for layout in std::fs::read_dir(workflow.path().join("layouts")).into_iter().flatten().flatten() {
            let file = layout.path().join("layout.toml");
            let bytes = std::fs::read(&file).expect("a layout");
            let layout =
                Layout::parse(&file.display().to_string(), &bytes).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(layout.list_shapes().count(), 5, "{}", file.display());
            count += 1;
        }
    }
    assert!(count >= 3);
}
