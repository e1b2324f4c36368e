//! The real program as child processes: long ones that are killed, short ones that run to their end. Knows nothing of
//! campaigns.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

/// Names the program to test, so that no old build is tested.
const PROGRAM: &str = "GALLEY_TEST_PROGRAM";
/// What a process says on standard output before where it answers.
const ANSWERS_AT: &str = "galley answers at ";
/// Lines of a log that are shown when something went wrong.
const TAIL: usize = 40;

/// The program: the one that the environment names, else the one that was built beside this test.
pub fn find_program() -> PathBuf {
    let named = std::env::var_os(PROGRAM).filter(|path| !path.is_empty()).map(PathBuf::from);
    let program = named.unwrap_or_else(|| {
        let test = std::env::current_exe().expect("this test is a file");
        let folder = test.parent().and_then(Path::parent).expect("cargo puts tests into deps/ beside programs");
        folder.join(format!("galley{}", std::env::consts::EXE_SUFFIX))
    });
    assert!(
        program.is_file(),
        "{} is not there: run `cargo build`, or `cargo xtask test`, or set {PROGRAM}",
        program.display()
    );
    program
}

/// A command of the program in a folder, with its galley.toml and nothing of the machine's settings.
pub fn command(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).kill_on_drop(true);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("GALLEY_")) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end. Answers what it printed.
pub async fn run(mut command: Command) -> String {
    let output = command.output().await.expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?} ended with {}: {said}", command.as_std(), output.status);
    String::from_utf8(output.stdout).expect("it prints text")
}

/// A process that goes on until it is killed. Its log outlives it.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts it; its log is added to `<name>.log` in the folder.
    pub fn start(program: &Path, folder: &Path, name: &str) -> Process {
        let log = folder.join(format!("{name}.log"));
        let file = OpenOptions::new().create(true).append(true).open(&log).expect("the log can be written");
        let child = command(program, folder, &[name]).stdout(Stdio::piped()).stderr(file).spawn();
        Process { child: child.expect("the program starts"), log }
    }

    /// Waits until it says where it answers.
    pub async fn address(&mut self) -> String {
        let stdout: ChildStdout = self.child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await.expect("its output is text") {
            if let Some(address) = line.strip_prefix(ANSWERS_AT) {
                return address.trim().to_owned();
            }
        }
        let status = self.child.wait().await.expect("it ended");
        panic!("it did not begin to answer: {status}\n{}", tail(&self.log));
    }

    /// `kill -9`. One that has ended by itself before is a fault of its own.
    pub async fn kill(&mut self) {
        if let Some(status) = self.child.try_wait().expect("a child can be looked at") {
            panic!("it ended by itself before it was killed: {status}\n{}", tail(&self.log));
        }
        self.child.kill().await.expect("a child can be killed");
    }
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    format!("{}:\n{}", log.display(), lines[lines.len().saturating_sub(TAIL)..].join("\n"))
}

/// Writes a file that must be writable.
pub fn write(path: &Path, bytes: &[u8]) {
    use std::io::Write;
    let mut file = File::create(path).expect("a file can be made");
    file.write_all(bytes).expect("a file can be written");
}
