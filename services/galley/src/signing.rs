//! The certificate that signs what is published: the operator's, or one for development that is made on
//! the first run and kept beside the database. How it signs is not known here.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use galley_provenance::{DevelopmentCertificate, Signer, make_development_certificate};

use crate::config::Config;

/// The chain and its key, one behind the other.
const DEVELOPMENT_FILE: &str = "development.pem";
const KEY_BEGINS: &str = "-----BEGIN PRIVATE KEY-----";
/// A chain of certificates has a few kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// The signer that the configuration names. `now` dates a development certificate that is made.
pub fn open(config: &Config, now: DateTime<Utc>) -> Result<Signer> {
    let settings = &config.provenance;
    match (settings.certificate_file.as_str(), settings.key_file.as_str()) {
        ("", "") => development(&folder(config).join(DEVELOPMENT_FILE), now),
        ("", _) => bail!("[provenance] certificate_file: is empty, but key_file is not"),
        (_, "") => bail!("[provenance] key_file: is empty, but certificate_file is not"),
        (certificate, key) => {
            let chain = read(certificate).context("[provenance] certificate_file")?;
            let key = read(key).context("[provenance] key_file")?;
            Signer::parse(&chain, &key).map_err(anyhow::Error::from).context("[provenance]")
        }
    }
}

/// Certificates in PEM that checking a file trusts. Our own development certificate is not among them.
pub fn anchors(config: &Config) -> Result<String> {
    match config.provenance.trust_file.as_str() {
        "" => Ok(String::new()),
        file => read(file).context("[provenance] trust_file"),
    }
}

fn read(path: &str) -> Result<String> {
    let size = fs::metadata(path).with_context(|| format!("could not read {path}"))?.len();
    if size > MOST_BYTES {
        bail!("{path} is no certificate: it has {size} bytes");
    }
    fs::read_to_string(path).with_context(|| format!("could not read {path}"))
}

/// Where the database or the blobs are, on this machine.
fn folder(config: &Config) -> PathBuf {
    let file = config.database_url.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or_default());
    let blobs = config.blobs_url.strip_prefix("file://");
    let folder = file.or(blobs).and_then(|path| Path::new(path).parent());
    folder.filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("data"), Path::to_owned)
}

/// The one that is kept, or one that is made and kept. Of several processes that start at once the first
/// decides. Where nothing can be kept, as in a container, each process makes its own.
fn development(path: &Path, now: DateTime<Utc>) -> Result<Signer> {
    if !path.exists() {
        let made = make_development_certificate(now)?;
        if let Err(error) = keep(path, &made) {
            tracing::warn!(%error, "the development certificate cannot be kept: it lasts as long as this process");
            return Ok(Signer::parse(&made.chain, &made.key)?);
        }
    }
    let name = path.display().to_string();
    let text = read(&name)?;
    let at = text.find(KEY_BEGINS).with_context(|| format!("{name} holds no key: remove it, and another is made"))?;
    let signer = Signer::parse(&text[..at], &text[at..]).map_err(anyhow::Error::from);
    signer.with_context(|| format!("{name} holds no certificate: remove it, and another is made"))
}

fn keep(path: &Path, made: &DevelopmentCertificate) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let part = folder.join(format!(".{DEVELOPMENT_FILE}-{}", std::process::id()));
    let mut file = private_file(&part)?;
    file.write_all(made.chain.as_bytes())?;
    file.write_all(made.key.as_bytes())?;
    file.sync_all()?;
    // A link, not a rename: it does not write over what another process has made meanwhile.
    let linked = fs::hard_link(&part, path);
    fs::remove_file(&part)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A file that only its owner reads.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path) -> Config {
        let mut config = Config::parse(None, []).expect("the defaults are right");
        config.database_url = format!("sqlite://{}?mode=rwc", folder.join("galley.db").display());
        config
    }

    #[test]
    fn a_development_certificate_is_made_once_and_said_to_be_one() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let config = config(folder.path());
        let now = "2026-11-24T00:00:00Z".parse().expect("a date");
        let first = open(&config, now).expect("one is made");
        let second = open(&config, now).expect("it is read again");
        assert!(first.certificate().is_development);
        assert_eq!(first.chain(), second.chain());
        assert!(!format!("{first:?}").contains("PRIVATE"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let kept = fs::metadata(folder.path().join(DEVELOPMENT_FILE)).expect("it is kept");
            assert_eq!(kept.permissions().mode() & 0o077, 0, "nobody else reads the key");
        }
        let left = fs::read_dir(folder.path()).expect("it is there").count();
        assert_eq!(left, 1, "no part is left");
    }

    #[test]
    fn wrong_files_are_told() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("can be written");
            path.display().to_string()
        };
        let now = "2026-11-24T00:00:00Z".parse().expect("a date");
        let made = make_development_certificate(now).expect("is made");
        let (chain, key) = (write("chain.pem", &made.chain), write("key.pem", &made.key));
        let noise = write("noise.pem", "no certificate");
        let cases = [
            (chain.as_str(), key.as_str(), None),
            (&chain, "", Some("key_file: is empty")),
            ("", &key, Some("certificate_file: is empty")),
            (&noise, &key, Some("there is no certificate in it")),
            (&chain, &noise, Some("no PKCS#8 key")),
            ("/nowhere/chain.pem", &key, Some("could not read /nowhere/chain.pem")),
        ];
        for (certificate, key, expected) in cases {
            let mut config = config(folder.path());
            config.provenance.certificate_file = certificate.to_owned();
            config.provenance.key_file = key.to_owned();
            let told = open(&config, now).err().map(|error| format!("{error:#}"));
            match (told, expected) {
                (None, None) => {}
                (Some(told), Some(expected)) => assert!(told.contains(expected), "{told}"),
                (told, _) => panic!("{told:?}, expected {expected:?}"),
            }
        }
    }
}
