//! WebP and, in builds that have it, AVIF. Both come whole from their libraries; neither is cut into
//! parts, so they are for publishing and not for proofs.

use crate::canvas::Canvas;

/// How much work WebP puts into a file, 0 to 6: beyond 2 it grows slow faster than it grows small.
const WEBP_METHOD: i32 = 2;

/// A WebP of a quality from 1 to 100.
pub fn webp(canvas: &Canvas, quality: u8) -> Result<Vec<u8>, String> {
    let mut config = webp::WebPConfig::new().map_err(|()| "the library does not start".to_owned())?;
    config.quality = f32::from(quality);
    config.method = WEBP_METHOD;
    // Edges of coloured letters keep their colour.
    config.use_sharp_yuv = 1;
    // One thread: the bytes must not depend on the machine.
    config.thread_level = 0;
    let encoder = webp::Encoder::from_rgba(canvas.pixels(), canvas.width, canvas.height);
    encoder.encode_advanced(&config).map(|bytes| bytes.to_vec()).map_err(|error| format!("{error:?}"))
}

/// An AVIF of a quality from 1 to 100.
#[cfg(feature = "avif")]
pub fn avif(canvas: &Canvas, quality: u8) -> Result<Vec<u8>, String> {
    use rgb::FromSlice;
    /// 1 is slowest; 8 is where a second of work still buys bytes.
    const SPEED: u8 = 8;
    let pixels: Vec<u8> = canvas.pixels().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let picture = imgref::Img::new(pixels.as_rgb(), canvas.width as usize, canvas.height as usize);
    let encoder = ravif::Encoder::new().with_quality(f32::from(quality)).with_speed(SPEED).with_num_threads(Some(1));
    encoder.encode_rgb(picture).map(|encoded| encoded.avif_file).map_err(|error| error.to_string())
}

#[cfg(not(feature = "avif"))]
pub fn avif(_: &Canvas, _: u8) -> Result<Vec<u8>, String> {
    Err("this build of Galley writes no AVIF (feature “avif” of galley-compose)".to_owned())
}
