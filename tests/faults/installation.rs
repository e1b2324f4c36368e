//! An installation that is killed over and over: `galley serve` with workers, and `galley work` beside it, on one
//! database. Whatever is killed is started again at once, as a service manager would.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use galley::client::Client;
use serde_json::Value;
use tokio::sync::{Mutex, watch};

use crate::process::{self, Process};

const SERVER: &str = "serve";
const WORKER: &str = "work";
const PASSWORD: &str = "correct horse battery staple";
const ADMIN: &str = "admin@ombrava.example";

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Server,
    Worker,
    Both,
}

pub struct Installation {
    program: PathBuf,
    folder: PathBuf,
    server: Mutex<Process>,
    worker: Mutex<Process>,
    /// The server that lives, as nobody in particular.
    server_now: watch::Sender<Client>,
    server_kills: AtomicUsize,
    worker_kills: AtomicUsize,
    began: Instant,
}

impl Installation {
    /// Sets an empty database up and starts both processes.
    pub async fn start(folder: &Path, database_url: &str) -> Installation {
        let program = process::find_program();
        process::write(&folder.join("galley.toml"), settings(folder, database_url).as_bytes());
        process::run(process::command(&program, folder, &["migrate"])).await;
        let organization =
            ["admin", "create-organization", "ombrava", "--title", "Ombrava", "--email", ADMIN, "--name", "Admin"];
        let mut command = process::command(&program, folder, &organization);
        command.env("GALLEY_PASSWORD", PASSWORD);
        process::run(command).await;

        let mut server = Process::start(&program, folder, SERVER);
        let client = client(&server.address().await);
        let worker = Process::start(&program, folder, WORKER);
        Installation {
            program,
            folder: folder.to_owned(),
            server: Mutex::new(server),
            worker: Mutex::new(worker),
            server_now: watch::Sender::new(client),
            server_kills: AtomicUsize::new(0),
            worker_kills: AtomicUsize::new(0),
            began: Instant::now(),
        }
    }

    /// The server that lives now.
    pub fn client(&self) -> Client {
        self.server_now.borrow().clone()
    }

    /// The admin, signed in.
    pub async fn admin(&self) -> Client {
        self.sign_in(ADMIN).await
    }

    pub async fn sign_in(&self, email: &str) -> Client {
        self.client().sign_in(email, PASSWORD).await.expect("the password is right")
    }

    /// Everybody's password.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Kills and starts again; ready when the new server answers.
    pub async fn kill(&self, target: Target, moment: &str) {
        let number = self.kills().0 + self.kills().1 + 1;
        eprintln!("{:.1?}: kill {number}: {target:?} {moment}", self.began.elapsed());
        let mut server = self.server.lock().await;
        let mut worker = self.worker.lock().await;
        if target != Target::Worker {
            server.kill().await;
            self.server_kills.fetch_add(1, Ordering::Relaxed);
        }
        if target != Target::Server {
            worker.kill().await;
            self.worker_kills.fetch_add(1, Ordering::Relaxed);
            *worker = Process::start(&self.program, &self.folder, WORKER);
        }
        if target != Target::Worker {
            *server = Process::start(&self.program, &self.folder, SERVER);
            self.server_now.send_replace(client(&server.address().await));
        }
    }

    /// How often the server and the worker were killed.
    pub fn kills(&self) -> (usize, usize) {
        (self.server_kills.load(Ordering::Relaxed), self.worker_kills.load(Ordering::Relaxed))
    }

    /// A client command of the program, as somebody with this token.
    pub async fn command(&self, arguments: &[&str], token: &str) -> Value {
        let mut command = process::command(&self.program, &self.folder, arguments);
        command.arg("--json").env("GALLEY_TOKEN", token).env("GALLEY_SERVER", self.client().server());
        serde_json::from_str(&process::run(command).await).expect("it prints JSON")
    }

    /// Where releases go.
    pub fn published(&self) -> PathBuf {
        self.folder.join("published")
    }

    /// A path of the installation's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What both processes wrote down last.
    pub fn logs(folder: &Path) -> String {
        [SERVER, WORKER].map(|name| process::tail(&folder.join(format!("{name}.log")))).join("\n")
    }
}

fn client(address: &str) -> Client {
    Client::new(address).expect("the server's address is one")
}

/// Short leases, so that what a kill took away comes back soon; all else is as people use it.
fn settings(folder: &Path, database_url: &str) -> String {
    let folder = folder.display();
    format!(
        "listen = \"127.0.0.1:0\"\n\
         database_url = \"{database_url}\"\n\
         blobs_url = \"file://{folder}/blobs\"\n\
         lease_ms = 2000\n\
         store = {{ durability = \"process\", max_connections = 8 }}\n\
         lanes = {{ cpu = {{ concurrency = 2 }}, sketch = {{ concurrency = 2 }}, publish = {{ concurrency = 2 }} }}\n\
         destinations.folder = {{ kind = \"folder\", path = \"{folder}/published\" }}\n\
         log = {{ filter = \"warn\", format = \"json\" }}\n"
    )
}
