//! A list of timed steps and what became of each. A step that could not run is named, never left out.

use std::time::Instant;

use anyhow::{Result, bail};

pub enum Outcome {
    Passed,
    /// Could not be run here; the text says why. Not a failure, and not silence either.
    NotRun(String),
}

enum Verdict {
    Passed,
    NotRun(String),
    Failed(String),
}

struct Step {
    name: String,
    seconds: f64,
    verdict: Verdict,
}

#[derive(Default)]
pub struct Report {
    steps: Vec<Step>,
}

impl Report {
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Outcome>) {
        eprintln!("\n== {name}");
        let started = Instant::now();
        let verdict = match work() {
            Ok(Outcome::Passed) => Verdict::Passed,
            Ok(Outcome::NotRun(why)) => Verdict::NotRun(why),
            Err(error) => Verdict::Failed(format!("{error:#}")),
        };
        let seconds = started.elapsed().as_secs_f64();
        let step = Step { name: name.to_owned(), seconds, verdict };
        eprintln!("== {}", step.line());
        self.steps.push(step);
    }

    /// Prints every step once more and fails when one failed.
    pub fn finish(self) -> Result<()> {
        let total: f64 = self.steps.iter().map(|step| step.seconds).sum();
        println!("\nsummary");
        for step in &self.steps {
            println!("  {}", step.line());
        }
        println!("  {:<12} {total:>8.1} s", "total");
        let failed: Vec<&str> = self
            .steps
            .iter()
            .filter(|step| matches!(step.verdict, Verdict::Failed(_)))
            .map(|step| step.name.as_str())
            .collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}

impl Step {
    fn line(&self) -> String {
        let verdict = match &self.verdict {
            Verdict::Passed => "passed".to_owned(),
            Verdict::NotRun(why) => format!("NOT RUN: {why}"),
            Verdict::Failed(why) => format!("FAILED: {why}"),
        };
        format!("{:<12} {:>8.1} s  {verdict}", self.name, self.seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_report_and_is_named() {
        let mut report = Report::default();
        report.step("good", || Ok(Outcome::Passed));
        report.step("absent", || Ok(Outcome::NotRun("no tool".into())));
        report.step("bad", || bail!("broken"));
        let error = report.finish().expect_err("one step failed");
        assert_eq!(error.to_string(), "failed: bad");
    }

    #[test]
    fn a_step_that_was_not_run_does_not_fail_the_report() {
        let mut report = Report::default();
        report.step("absent", || Ok(Outcome::NotRun("no tool".into())));
        assert!(report.finish().is_ok());
    }
}
