//! A folder on this machine, or one that is mounted here. Each file arrives whole under its name or
//! not at all, and a name that is taken is never written over.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use galley_domain::bundle::check_path;
use galley_domain::digest::Digest;
use galley_domain::ports::{Delivery, Destination, Fault, Receipt};
use schemars::JsonSchema;
use serde::Deserialize;

use super::Kind;
use crate::SettingsError;

/// What a half-written file is called until it is whole, before what stands for its delivery.
const PART: &str = ".galley-part-";
/// Most half-written files of one delivery, counting those that killed workers left.
const MAX_PARTS: u32 = 1_000;

/// `[destinations.<name>]` with `kind = "folder"`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The folder; made when it is not there.
    path: PathBuf,
}

pub(super) struct Folder {
    name: String,
    root: PathBuf,
}

impl Kind for Folder {
    const WORD: &'static str = "folder";
    type Settings = Settings;

    fn open(name: &str, settings: Settings) -> Result<Folder, SettingsError> {
        if settings.path.as_os_str().is_empty() {
            return Err(SettingsError::new("path", "is empty"));
        }
        Ok(Folder { name: name.to_owned(), root: settings.path })
    }
}

#[async_trait]
impl Destination for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    async fn deliver(&self, delivery: Delivery) -> Result<Receipt, Fault> {
        let root = self.root.clone();
        let write = tokio::task::spawn_blocking(move || write(&root, &delivery));
        write.await.map_err(|_| Fault::Retry { reason: "the writing was interrupted".to_owned(), after_ms: None })?
    }
}

fn write(root: &Path, delivery: &Delivery) -> Result<Receipt, Fault> {
    check_path(&delivery.name).map_err(|reason| Fault::GiveUp { reason })?;
    let folder = make_folder(root, &delivery.name).map_err(|error| fault("could not make the folder", &error))?;
    let file_name = delivery.name.rsplit('/').next().unwrap_or_default();
    let target = folder.join(file_name);
    let receipt = Receipt { location: target.display().to_string() };
    let parts = Parts::of(&folder, delivery);
    if !is_same(&target, delivery)? {
        let (part, file) = parts.make().map_err(|error| fault("could not write", &error))?;
        match fill(file, &delivery.bytes).and_then(|()| fs::hard_link(&part, &target)) {
            Ok(()) => sync_folder(&folder).map_err(|error| fault("could not write", &error))?,
            // Another worker was quicker, and has perhaps cleared our part away with its own.
            Err(error) if was_overtaken(&error) && is_same(&target, delivery)? => {}
            Err(error) => {
                fs::remove_file(&part).unwrap_or_default();
                return Err(fault("could not write", &error));
            }
        }
    }
    parts.clear();
    Ok(receipt)
}

fn was_overtaken(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound)
}

/// The folder a name stands in, made where it is missing. Refused where a link in it leads out.
fn make_folder(root: &Path, name: &str) -> io::Result<PathBuf> {
    let folder = name.rsplit_once('/').map_or(root.to_owned(), |(folder, _)| root.join(folder));
    fs::create_dir_all(&folder)?;
    let (root, folder) = (root.canonicalize()?, folder.canonicalize()?);
    if !folder.starts_with(&root) {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "a link leads out of the destination"));
    }
    Ok(folder)
}

/// Whether the same bytes stand there already; other bytes under the name end it.
fn is_same(target: &Path, delivery: &Delivery) -> Result<bool, Fault> {
    let found = match fs::symlink_metadata(target) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(fault("could not look", &error)),
    };
    let is_same_size = found.is_file() && found.len() == delivery.bytes.len() as u64;
    if is_same_size {
        let bytes = fs::read(target).map_err(|error| fault("could not read", &error))?;
        if Digest::of(&bytes) == Digest::of(&delivery.bytes) {
            return Ok(true);
        }
    }
    Err(Fault::GiveUp { reason: format!("other bytes stand under the name {}", delivery.name) })
}

/// The half-written files of one delivery. They are numbered and bear its name, so that whoever
/// delivers it at last finds what killed workers left of it.
struct Parts<'a> {
    folder: &'a Path,
    delivery: String,
}

impl Parts<'_> {
    fn of<'a>(folder: &'a Path, delivery: &Delivery) -> Parts<'a> {
        let digest = Digest::of(delivery.idempotency_key.as_bytes()).to_string();
        Parts { folder, delivery: digest[..16].to_owned() }
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{PART}{}-{number}", self.delivery))
    }

    /// A new file that no other worker, here or on another machine with the same mount, writes to.
    fn make(&self) -> io::Result<(PathBuf, File)> {
        for number in 0..MAX_PARTS {
            let part = self.path(number);
            match File::create_new(&part) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => return made.map(|file| (part, file)),
            }
        }
        let name = self.path(0);
        Err(io::Error::new(ErrorKind::AlreadyExists, format!("there are {MAX_PARTS} files like {}", name.display())))
    }

    /// Removes them, once the file stands whole under its name. One that stays is litter, not a wrong delivery.
    fn clear(&self) {
        (0..MAX_PARTS).take_while(|&number| fs::remove_file(self.path(number)).is_ok()).for_each(drop);
    }
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new name survives a power cut only once its folder is on the disk.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn fault(what: &str, error: &io::Error) -> Fault {
    let reason = format!("{what}: {error}");
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotADirectory => {
            Fault::GiveUp { reason }
        }
        _ => Fault::Retry { reason, after_ms: None },
    }
}
