//! One PostgreSQL cluster in a temporary folder, gone when we are gone.
//!
//! A watchdog shell holds the read end of a pipe whose write end is ours. However we end (return, error, Ctrl-C,
//! kill -9), the pipe closes, and the watchdog stops the server and removes the folder. It is not a server to keep data in:
//! it trusts every local user and never syncs to disk.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;

/// PostgreSQL refuses to run as root; these are the accounts that we borrow then, best first.
const UNPRIVILEGED_USERS: [&str; 2] = ["postgres", "nobody"];

/// Another program may take the free port between our look and the server's start.
const START_ATTEMPTS: u32 = 3;

const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "listen_addresses=127.0.0.1",
    "timezone=UTC",
];

const WATCHDOG: &str = r#"trap '' INT TERM HUP
cat >/dev/null
"$1" stop --pgdata "$2/data" --mode immediate --silent
rm -rf "$2""#;

pub struct Cluster {
    url: String,
    watchdog: Child,
}

impl Cluster {
    pub fn start(bin: &Path) -> Result<Cluster> {
        let host = Host { bin, owner: owner()?, folder: new_folder()? };
        if let Some((user, group)) = host.owner {
            chown(&host.folder, Some(user), Some(group))
                .context("could not hand the cluster's folder to an unprivileged user")?;
        }
        // From here on the watchdog cleans up, whatever fails below.
        let mut cluster = Cluster { url: String::new(), watchdog: host.watch()? };
        host.init()?;
        for attempt in 1.. {
            let port = free_port()?;
            match host.serve(port) {
                Ok(()) => {
                    cluster.url = format!("postgres://galley@127.0.0.1:{port}/postgres");
                    break;
                }
                Err(error) if attempt == START_ATTEMPTS => return Err(error),
                Err(_) => {}
            }
        }
        Ok(cluster)
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        if let Err(error) = self.watchdog.wait() {
            eprintln!("could not wait for the throw-away PostgreSQL to stop: {error}");
        }
    }
}

struct Host<'a> {
    bin: &'a Path,
    owner: Option<(u32, u32)>,
    folder: PathBuf,
}

impl Host<'_> {
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env_remove("PGDATA").env("LC_ALL", "C");
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    fn watch(&self) -> Result<Child> {
        self.command("/bin/sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(self.bin.join("pg_ctl"))
            .arg(&self.folder)
            .process_group(0) // so that the terminal's Ctrl-C passes it by
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start the shell that cleans up after the throw-away PostgreSQL")
    }

    fn init(&self) -> Result<()> {
        process::run_quietly(
            self.command(self.bin.join("initdb")).arg("--pgdata").arg(self.folder.join("data")).args([
                "--username=galley",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ]),
        )
    }

    fn serve(&self, port: u16) -> Result<()> {
        let mut options = format!("-p {port} -k '{}'", self.folder.display());
        for setting in SETTINGS {
            options.push_str(&format!(" -c {setting}"));
        }
        let log = self.folder.join("server.log");
        let started = process::run_quietly(
            self.command(self.bin.join("pg_ctl"))
                .arg("start")
                .arg("--wait")
                .arg("--pgdata")
                .arg(self.folder.join("data"))
                .arg("--log")
                .arg(&log)
                .arg("--options")
                .arg(options),
        );
        started.with_context(|| {
            format!("PostgreSQL did not start: {}", fs::read_to_string(&log).unwrap_or_default().trim())
        })
    }
}

/// Who the server runs as: nobody else for an ordinary user, an unprivileged account for root.
fn owner() -> Result<Option<(u32, u32)>> {
    if !process::is_root() {
        return Ok(None);
    }
    for user in UNPRIVILEGED_USERS {
        if let (Some(id), Some(group)) =
            (process::user_number("-u", Some(user)), process::user_number("-g", Some(user)))
        {
            return Ok(Some((id, group)));
        }
    }
    bail!(
        "PostgreSQL does not run as root, and this machine has neither of the users {}",
        UNPRIVILEGED_USERS.join(", ")
    )
}

/// A folder of our own; a number is added where one of an earlier process with our id was left behind.
fn new_folder() -> Result<PathBuf> {
    let parent = std::env::temp_dir();
    for number in 0..100 {
        let folder = parent.join(format!("galley-pg-{}-{number}", std::process::id()));
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| format!("could not make {}", folder.display())),
        }
    }
    bail!("{} is full of folders called galley-pg-{}-*: remove them", parent.display(), std::process::id())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}
