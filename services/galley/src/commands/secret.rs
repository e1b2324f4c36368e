//! Where secrets on the command line come from: the environment, standard input, a prompt, a file
//! that only its owner reads. Never an argument: every user of the machine sees those.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::Usage;

const TOKEN: &str = "GALLEY_TOKEN";
const PASSWORD: &str = "GALLEY_PASSWORD";
const MAX_BYTES: u64 = 4096;

/// The API token: `GALLEY_TOKEN`, else the file.
pub fn find_token() -> Result<String> {
    if let Ok(token) = std::env::var(TOKEN) {
        return Ok(token);
    }
    let file = token_file()?;
    match fs::read_to_string(&file) {
        Ok(token) => Ok(token.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!(Usage(format!("there is no API token: set {TOKEN}, or run `galley token create NAME --save`")))
        }
        Err(error) => Err(error).with_context(|| format!("could not read {}", file.display())),
    }
}

/// Keeps a token for later commands, readable by its owner only.
pub fn save_token(token: &str) -> Result<PathBuf> {
    let file = token_file()?;
    let folder = file.parent().context("the token file has no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(&file).with_context(|| format!("could not write {}", file.display()))?;
    // The mode above is for a new file; an old one may be open to others.
    #[cfg(unix)]
    opened.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    writeln!(opened, "{token}")?;
    Ok(file)
}

fn token_file() -> Result<PathBuf> {
    let config = std::env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let folder = config.or_else(|| Some(home()?.join(".config"))).context("there is no home folder for the token")?;
    Ok(folder.join("galley").join("token"))
}

/// A password: `GALLEY_PASSWORD`, else a prompt on a terminal, else the first line of standard input.
pub fn read_password(prompt: &str) -> Result<String> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    let password = if io::stdin().is_terminal() {
        let terminal = console::Term::stderr();
        terminal.write_str(&format!("{prompt}: "))?;
        terminal.read_secure_line()?
    } else {
        let mut text = String::new();
        io::stdin().lock().take(MAX_BYTES).read_to_string(&mut text)?;
        text.lines().next().unwrap_or_default().to_owned()
    };
    if password.is_empty() {
        bail!(Usage(format!("there is no password: set {PASSWORD}, or write it to standard input")));
    }
    Ok(password)
}
