//! A skill's folder out of a zip archive. An archive is somebody else's: what it says of its own sizes and names is not
//! believed, and a link in it is followed nowhere.

use std::io::{Cursor, Read};

use super::{MAX_BYTES, MAX_FILES};
use crate::bundle::Bundle;
use crate::source::{Mark, Problem, Problems};

/// What file managers leave in archives without being asked.
const LEFT_BEHIND: [&str; 2] = ["__MACOSX/", ".DS_Store"];

/// Unpacks an archive in memory; `name` stands for it where something is wrong.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Bundle, Problems> {
    let refuse = |message: String| Problems::from(Problem::at(name, Mark::START, message));
    let broken = |error: zip::result::ZipError| refuse(format!("this archive cannot be unpacked: {error}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_FILES * 2 {
        return Err(refuse(format!("the archive holds more than {MAX_FILES} files")));
    }
    let (mut files, mut left) = (Vec::new(), MAX_BYTES as u64);
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        let path = entry.name().to_owned();
        let is_left_behind = path.starts_with(LEFT_BEHIND[0]) || path.rsplit('/').next() == Some(LEFT_BEHIND[1]);
        if entry.is_dir() || is_left_behind {
            continue;
        }
        if entry.is_symlink() {
            let shown: String = path.chars().take(100).flat_map(char::escape_debug).collect();
            return Err(refuse(format!("“{shown}” is a link; put the file itself in")));
        }
        let mut content = Vec::new();
        let unpacked = entry.take(left + 1).read_to_end(&mut content);
        let unpacked = unpacked.map_err(|error| refuse(format!("this archive cannot be unpacked: {error}")))?;
        left = left
            .checked_sub(unpacked as u64)
            .ok_or_else(|| refuse(format!("the archive unpacks to more than {MAX_BYTES} bytes")))?;
        files.push((path, content));
    }
    Bundle::parse(files)
}
