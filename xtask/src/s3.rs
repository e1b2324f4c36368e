//! A pretend S3 server for the tests: the one we are given, else moto in a process of its own. It never answers "none":
//! without a server the tests fail with a sentence.
//!
//! As with the throw-away PostgreSQL, a watchdog shell holds the read end of a pipe whose write end is ours: however we
//! end, the pipe closes, and the watchdog stops the server. It keeps everything in memory and checks no signature.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow};

use crate::{process, tools};

/// The tests ask for this one: it says that the server beside it is meant for tests.
const URL_VARIABLE: &str = "GALLEY_TEST_S3_URL";

/// The server is started before the trap: what a shell ignores, its children ignore for good.
const WATCHDOG: &str = r#""$1" -H 127.0.0.1 -p 0 &
trap '' INT TERM HUP
cat >/dev/null
kill "$!""#;

/// What the server says when it is ready, before its address.
const READY: &str = "Running on ";

pub struct Server {
    url: String,
    watchdog: Option<Child>,
}

impl Server {
    pub fn obtain() -> Result<Server> {
        match std::env::var(URL_VARIABLE) {
            Ok(url) if !url.is_empty() => Ok(Server { url, watchdog: None }),
            _ => Server::start(),
        }
    }

    fn start() -> Result<Server> {
        let program = tools::obtain(&tools::MOTO)?.map_err(|why| anyhow!("no S3 server to test with: {why}"))?;
        let mut watchdog = Command::new("/bin/sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(program)
            .process_group(0) // so that the terminal's Ctrl-C passes it by
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("could not start the pretend S3 server")?;
        let mut said = BufReader::new(watchdog.stderr.take().expect("we asked for a pipe"));
        let url = address(&mut said)?;
        // It says a line for every request; nobody reads them, and a full pipe would hold it up.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Ok(Server { url, watchdog: Some(watchdog) })
    }

    /// What tells a program where the server is: one for the tests, the others for whoever speaks S3.
    pub fn variables(&self) -> [(&'static str, &str); 6] {
        [
            (URL_VARIABLE, &self.url),
            ("AWS_ENDPOINT_URL", &self.url),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "tests"),
            ("AWS_SECRET_ACCESS_KEY", "tests"),
        ]
    }

    pub fn describe(&self) -> String {
        match self.watchdog {
            None => format!("the server that {URL_VARIABLE} names"),
            Some(_) => format!("a pretend one at {}", self.url),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some(watchdog) = &mut self.watchdog else { return };
        drop(watchdog.stdin.take());
        if let Err(error) = watchdog.wait() {
            eprintln!("could not wait for the pretend S3 server to stop: {error}");
        }
    }
}

/// Reads what the server says until it is ready. Answers its address.
fn address(said: &mut impl BufRead) -> Result<String> {
    let mut heard = String::new();
    for line in said.lines() {
        let line = line?;
        if let Some((_, url)) = line.split_once(READY) {
            return Ok(url.trim().trim_end_matches('/').to_owned());
        }
        heard.push_str(&line);
        heard.push('\n');
    }
    Err(anyhow!("the pretend S3 server did not start: {}", heard.trim()))
}

/// `cargo xtask s3 COMMAND…`: the same server for one command of the developer's choice.
pub fn run(arguments: &[String]) -> Result<()> {
    let (program, rest) = arguments
        .split_first()
        .context("which command? For example: cargo xtask s3 cargo nextest run -p galley-tests s3")?;
    let server = Server::obtain()?;
    eprintln!("S3: {}", server.describe());
    process::run(Command::new(program).args(rest).envs(server.variables()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_what_the_server_says_it_is() {
        let said = b"WARNING: a development server\n * Running on http://127.0.0.1:40123\nPress CTRL+C to quit\n";
        assert_eq!(address(&mut said.as_slice()).expect("it is ready"), "http://127.0.0.1:40123");
        let why = address(&mut b"Traceback\nno such module\n".as_slice()).expect_err("it is not").to_string();
        assert!(why.ends_with("Traceback\nno such module"), "{why}");
    }
}
