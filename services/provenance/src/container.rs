//! Where descriptions and credentials stand in PNG and JPEG files: putting the one in, taking both
//! out. The pixels' bytes pass through untouched.

use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};

/// A kind of file that can carry credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Png,
    Jpeg,
}

const PNG_START: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG_START: &[u8] = b"\xff\xd8\xff";
/// The chunk of a PNG's credentials.
const CREDENTIALS: [u8; 4] = *b"caBX";
const TEXT: [u8; 4] = *b"iTXt";
/// Keyword, then: not compressed, no method, no language, no translated keyword.
const PNG_XMP: &[u8] = b"XML:com.adobe.xmp\0";
const PNG_XMP_HEAD: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";
const JPEG_XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// How a JPEG's segment with credentials begins: boxes in general, and the number that its writer gives them.
const JPEG_CREDENTIALS: &[u8] = b"JP\x02\x11";
/// The most that a JPEG's description may weigh.
pub(crate) const MOST_XMP_BYTES: usize = 65_502;

impl Kind {
    pub(crate) fn of(bytes: &[u8]) -> Option<Kind> {
        if bytes.starts_with(PNG_START) {
            Some(Kind::Png)
        } else if bytes.starts_with(JPEG_START) {
            Some(Kind::Jpeg)
        } else {
            None
        }
    }

    pub(crate) fn mime(self) -> &'static str {
        match self {
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
        }
    }
}

/// The file with a description in it, in front of everything but what must come first.
pub(crate) fn with_xmp(kind: Kind, bytes: &[u8], packet: &str) -> Option<Vec<u8>> {
    let bytes = Bytes::copy_from_slice(bytes);
    match kind {
        Kind::Png => {
            let mut png = Png::from_bytes(bytes).ok()?;
            let chunk = PngChunk::new(TEXT, [PNG_XMP_HEAD, packet.as_bytes()].concat().into());
            let at = png.chunks().len().min(1);
            png.chunks_mut().insert(at, chunk);
            Some(png.encoder().bytes().to_vec())
        }
        Kind::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
            let head = jpeg.segments().iter().take_while(|segment| segment.marker() == markers::APP0).count();
            let contents = [JPEG_XMP, packet.as_bytes()].concat().into();
            jpeg.segments_mut().insert(head, JpegSegment::new_with_contents(markers::APP1, contents));
            Some(jpeg.encoder().bytes().to_vec())
        }
    }
}

/// The file without descriptions and credentials.
pub(crate) fn strip(kind: Kind, bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = Bytes::copy_from_slice(bytes);
    match kind {
        Kind::Png => {
            let mut png = Png::from_bytes(bytes).ok()?;
            png.chunks_mut().retain(|chunk| !is_added_chunk(chunk));
            Some(png.encoder().bytes().to_vec())
        }
        Kind::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
            jpeg.segments_mut().retain(|segment| !is_added_segment(segment));
            Some(jpeg.encoder().bytes().to_vec())
        }
    }
}

/// The description, if there is one.
pub(crate) fn find_xmp(kind: Kind, bytes: &[u8]) -> Option<String> {
    let bytes = Bytes::copy_from_slice(bytes);
    let packet = match kind {
        Kind::Png => {
            let png = Png::from_bytes(bytes).ok()?;
            let chunk = png.chunks_by_type(TEXT).find(|chunk| chunk.contents().starts_with(PNG_XMP_HEAD))?;
            chunk.contents().slice(PNG_XMP_HEAD.len()..)
        }
        Kind::Jpeg => {
            let jpeg = Jpeg::from_bytes(bytes).ok()?;
            let mut segments = jpeg.segments_by_marker(markers::APP1);
            let segment = segments.find(|segment| segment.contents().starts_with(JPEG_XMP))?;
            segment.contents().slice(JPEG_XMP.len()..)
        }
    };
    String::from_utf8(packet.to_vec()).ok()
}

fn is_added_chunk(chunk: &PngChunk) -> bool {
    chunk.kind() == CREDENTIALS || (chunk.kind() == TEXT && chunk.contents().starts_with(PNG_XMP))
}

fn is_added_segment(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP1 => segment.contents().starts_with(JPEG_XMP),
        markers::APP11 => segment.contents().starts_with(JPEG_CREDENTIALS),
        _ => false,
    }
}
