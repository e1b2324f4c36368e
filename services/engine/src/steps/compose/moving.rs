//! The film or the banner of a moving ad. Films are written by ffmpeg, which every worker that makes them needs.

use std::io::{ErrorKind, Write};
use std::process::{Child, Command, Stdio};

use galley_compose::{Apart, Density, Edits, Film, Job, Motion, Order, Studio, write_banner};
use galley_domain::format::Mime;
use galley_domain::ports::Fault;

use super::chain;

/// The program that writes films.
const FFMPEG: &str = "ffmpeg";
/// Constant rate factors that are tried, the best first; each step down is about half the weight.
const QUALITIES: [u32; 4] = [19, 25, 31, 36];

/// Makes the file of a moving ad. Takes seconds: for a thread that may be busy so long.
pub(super) fn make(studio: &Studio, (job, edits): (&Job, &Edits), motion: &Motion) -> Result<Vec<u8>, Fault> {
    let give_up = |error: &dyn std::error::Error| Fault::give_up(chain(error));
    let apart = |density| {
        studio
            .take_apart(job, &Order { density, edits: edits.clone(), ..Order::default() })
            .map_err(|error| give_up(&error))
    };
    match job.format.mime {
        Mime::Banner => {
            let densities = [apart(Density::Double)?, apart(Density::Normal)?];
            write_banner(job, motion, &densities, job.format.max_bytes).map_err(|error| give_up(&error))
        }
        _ => film(&apart(Density::Normal)?, motion, job.format.max_bytes),
    }
}

/// The film of the best quality that is light enough.
fn film(ad: &Apart, motion: &Motion, max_bytes: u64) -> Result<Vec<u8>, Fault> {
    let film = Film::new(ad, motion);
    let mut least_bytes = 0;
    for quality in QUALITIES {
        let bytes = encode(&film, (ad.width, ad.height), motion.fps, quality)?;
        least_bytes = bytes.len() as u64;
        if least_bytes <= max_bytes {
            return Ok(bytes);
        }
    }
    let reason =
        format!("no film of {max_bytes} bytes can be made: at the lowest quality that will do it has {least_bytes}");
    Err(Fault::give_up(reason))
}

fn encode(film: &Film<'_>, size: (u32, u32), fps: u32, quality: u32) -> Result<Vec<u8>, Fault> {
    let again = |error: std::io::Error| Fault::Retry {
        reason: format!("the film could not be written: {error}"),
        after_ms: None,
    };
    // The index of a film comes before its pictures only where the writer can go back.
    let folder = tempfile::tempdir().map_err(again)?;
    let path = folder.path().join("film.mp4");
    let mut ffmpeg = start(size, fps, quality, &path)?;
    let mut input = ffmpeg.stdin.take().expect("asked for when it was started");
    let mut pixels = Vec::new();
    let sent = (0..film.count()).try_for_each(|number| {
        film.draw(number, &mut pixels);
        input.write_all(&pixels)
    });
    drop(input);
    let ended = ffmpeg.wait_with_output().map_err(again)?;
    if !ended.status.success() || sent.is_err() {
        let told = String::from_utf8_lossy(&ended.stderr);
        let told = told.lines().last().unwrap_or("it said nothing").to_owned();
        return Err(Fault::give_up(format!("ffmpeg could not write the film: {told}")));
    }
    std::fs::read(&path).map_err(again)
}

fn start(size: (u32, u32), fps: u32, quality: u32, path: &std::path::Path) -> Result<Child, Fault> {
    let (size, fps, quality) = (format!("{}x{}", size.0, size.1), fps.to_string(), quality.to_string());
    let read = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", &size, "-r", &fps, "-i", "pipe:0"];
    // The colours of a film are those of television (BT.709), and players believe only what is written in it. Two
    // threads everywhere: with another number the same pictures would be other bytes.
    let write = [
        "-vf",
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-tune",
        "animation",
        "-crf",
        &quality,
        "-threads",
        "2",
        "-colorspace",
        "bt709",
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
        "-color_range",
        "tv",
        "-movflags",
        "+faststart",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-map_metadata",
        "-1",
    ];
    let mut command = Command::new(FFMPEG);
    command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]).args(read).args(write).arg(path);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::NotFound => {
                "this worker has no ffmpeg: install it (Debian: apt-get install ffmpeg) and retry".to_owned()
            }
            _ => format!("ffmpeg could not be started: {error}"),
        };
        Fault::give_up(reason)
    })
}
