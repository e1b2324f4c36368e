//! Files that come from vendors: what they are by their bytes, whatever a header says, and whether they
//! are whole. Nothing is decoded here; `compose` does that, and refuses what does not decode.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use galley_domain::ports::{Blob, Body, Media};

/// The longest side of a picture that is believed.
const MAX_SIDE: u32 = 16_384;

/// A picture, a film or a sound.
pub(super) fn read(bytes: Bytes) -> Result<Blob, String> {
    const READERS: [Reader; 8] = [png, jpeg, webp, mp4, webm, wav, ogg, mp3];
    let found = READERS.iter().find_map(|reader| reader(&bytes));
    let (mime, size) = found.ok_or_else(|| "answered with what is no picture, film or sound".to_owned())??;
    let sides = [size.0, size.1];
    if mime.starts_with("image/") && sides.iter().any(|side| !(1..=MAX_SIDE).contains(side)) {
        return Err(format!("a picture of {} × {} pixels is beyond reason", size.0, size.1));
    }
    Ok(Blob { mime, bytes, size })
}

/// A file inside JSON.
pub(super) fn read_base64(text: &str) -> Result<Blob, String> {
    let bytes = STANDARD.decode(text).map_err(|_| "answered with what is no Base64".to_owned())?;
    read(bytes.into())
}

/// Where a file is: inside the text where that is a `data:` URL, else at the URL.
pub(super) fn body_of(url: &str) -> Result<Body, String> {
    match url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) {
        Some((_, text)) => read_base64(text).map(Body::Here),
        None => Ok(Body::There(url.to_owned())),
    }
}

/// A medium inside a request.
pub(super) fn base64(media: &Media) -> String {
    STANDARD.encode(&media.bytes)
}

/// A medium inside a request, as a URL.
pub(super) fn data_url(media: &Media) -> String {
    format!("data:{};base64,{}", media.mime, base64(media))
}

/// How long a sound is, milliseconds, where its head says so.
pub(super) fn sound_ms(bytes: &[u8]) -> Option<u64> {
    let per_second = u64::from(u32::from_le_bytes(bytes.get(28..32)?.try_into().ok()?));
    let is_wav = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WAVE" && per_second > 0;
    is_wav.then(|| (bytes.len() as u64).saturating_sub(44) * 1_000 / per_second)
}

/// What it is and its size in pixels, or that it is not whole.
type Kind = Result<(&'static str, (u32, u32)), String>;
/// `None` where it is something else.
type Reader = fn(&[u8]) -> Option<Kind>;

fn cut_off() -> String {
    "the file broke off".to_owned()
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn png(bytes: &[u8]) -> Option<Kind> {
    const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
    bytes.strip_prefix(HEAD)?;
    let walk = || {
        let size = (big(bytes, 16)?, big(bytes, 20)?);
        let mut at = HEAD.len();
        loop {
            let length = big(bytes, at)? as usize;
            let kind = bytes.get(at + 4..at + 8)?;
            at = at.checked_add(length)?.checked_add(12)?;
            if at > bytes.len() {
                return None;
            }
            if kind == b"IEND" {
                return Some(size);
            }
        }
    };
    Some(walk().map(|size| ("image/png", size)).ok_or_else(cut_off))
}

fn jpeg(bytes: &[u8]) -> Option<Kind> {
    bytes.strip_prefix(b"\xff\xd8\xff")?;
    let two = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let walk = || {
        let mut at = 2;
        loop {
            let marker = *bytes.get(at + 1)?;
            if *bytes.get(at)? != 0xff {
                return None;
            }
            // The frame's head, in any of its coding processes.
            if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                return Some((two(at + 7)?, two(at + 5)?));
            }
            at += if marker == 0xff { 1 } else { 2 + two(at + 2)? as usize };
        }
    };
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0);
    let is_whole = end >= 3 && bytes[end - 1..=end] == [0xff, 0xd9];
    Some(walk().filter(|_| is_whole).map(|size| ("image/jpeg", size)).ok_or_else(cut_off))
}

fn webp(bytes: &[u8]) -> Option<Kind> {
    let is_it = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP";
    if !is_it {
        return None;
    }
    let little = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let size = || match bytes.get(12..16)? {
        b"VP8 " => Some((little(26)? & 0x3fff, little(28)? & 0x3fff)),
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let three = |at| Some(little(at)? | u32::from(*bytes.get(at + 2)?) << 16);
            Some((three(24)? + 1, three(27)? + 1))
        }
        _ => None,
    };
    Some(size().filter(|_| riff_is_whole(bytes)).map(|size| ("image/webp", size)).ok_or_else(cut_off))
}

fn riff_is_whole(bytes: &[u8]) -> bool {
    let told = bytes.get(4..8).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes);
    told.is_some_and(|told| bytes.len() as u64 >= u64::from(told) + 8)
}

/// Boxes one after the other; the last one may run to the end.
fn mp4(bytes: &[u8]) -> Option<Kind> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    let walk = || {
        let (mut at, mut has_movie) = (0_usize, false);
        while at < bytes.len() {
            has_movie |= bytes.get(at + 4..at + 8)? == b"moov";
            let length = match big(bytes, at)? {
                0 => bytes.len() - at,
                1 => usize::try_from(u64::from_be_bytes(bytes.get(at + 8..at + 16)?.try_into().ok()?)).ok()?,
                length => length as usize,
            };
            at = at.checked_add(length.max(8))?;
        }
        (at == bytes.len() && has_movie).then_some((0, 0))
    };
    Some(walk().map(|size| ("video/mp4", size)).ok_or_else(cut_off))
}

fn webm(bytes: &[u8]) -> Option<Kind> {
    bytes.starts_with(b"\x1a\x45\xdf\xa3").then_some(Ok(("video/webm", (0, 0))))
}

fn wav(bytes: &[u8]) -> Option<Kind> {
    let is_it = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WAVE";
    // A server that streams writes a length it cannot know.
    let is_streamed = bytes.get(4..8)? == [0xff; 4];
    let whole = || if is_streamed || riff_is_whole(bytes) { Ok(("audio/wav", (0, 0))) } else { Err(cut_off()) };
    is_it.then(whole)
}

fn mp3(bytes: &[u8]) -> Option<Kind> {
    let is_it = bytes.starts_with(b"ID3") || (bytes.first()? == &0xff && bytes.get(1)? & 0xe0 == 0xe0);
    is_it.then_some(Ok(("audio/mpeg", (0, 0))))
}

fn ogg(bytes: &[u8]) -> Option<Kind> {
    bytes.starts_with(b"OggS").then_some(Ok(("audio/ogg", (0, 0))))
}
