//! Bars for work that takes long. They go to standard error, and only where somebody watches.

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use crate::output::Output;

/// A bar for a run's tasks.
pub struct RunBar {
    bar: ProgressBar,
}

impl RunBar {
    /// An empty bar; none for machines.
    pub fn new(output: Output) -> RunBar {
        let bar = if output.is_json { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {elapsed} {msg}");
        bar.set_style(style.expect("the template is right").progress_chars("━╸ "));
        RunBar { bar }
    }

    /// Shows a run as the API tells it.
    pub fn show(&self, run: &Value) {
        let tasks = &run["tasks"];
        let count = |state: &str| tasks[state].as_u64().unwrap_or(0);
        self.bar.set_length(run["task_count"].as_u64().unwrap_or(0));
        self.bar.set_position(count("done") + count("failed") + count("cancelled"));
        let failed = count("failed");
        let words = run["state"].as_str().unwrap_or_default().to_owned();
        self.bar.set_message(if failed == 0 { words } else { format!("{words}, {failed} failed") });
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
