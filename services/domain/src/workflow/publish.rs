//! Publish targets of a workflow file.

use super::file::WorkflowFile;
use super::{NamePattern, PublishTarget, Reading};

impl Reading<'_> {
    pub(super) fn publish(&mut self, file: &WorkflowFile) -> Vec<PublishTarget> {
        let known = placeholders(&file.axes);
        let mut targets = Vec::new();
        for (index, row) in file.publish.iter().enumerate() {
            let pointer = format!("/publish/{index}/name");
            let pattern = match NamePattern::parse(&row.name, &known) {
                Ok(pattern) => pattern,
                Err(error) => {
                    let mut problem = self.doc.problem(&pointer, error.message);
                    if let Some(inner) = self.doc.places.find(&pointer).inner {
                        problem.column = inner.column + error.column - 1;
                    }
                    (problem.expected, problem.nearest) = (error.expected, error.nearest);
                    self.problems.push(problem);
                    continue;
                }
            };
            for axis in file.axes.iter().filter(|axis| !tells_apart(&pattern, axis)) {
                let message = format!("two ads that differ only in {axis} would get the same name");
                let problem = self.doc.problem(&pointer, message);
                self.problems.push(problem.expected(format!("{{{{{axis}}}}} in the name")));
            }
            targets.push(PublishTarget { to: row.to.clone(), name: pattern });
        }
        targets
    }
}

fn placeholders(axes: &[String]) -> Vec<String> {
    let has = |axis: &str| axes.iter().any(|known| known == axis);
    let mut known: Vec<&str> = vec!["brand", "campaign", "revision", "ext"];
    if has("market") {
        known.push("locale");
    }
    if has("format") {
        known.extend(["width", "height", "shape"]);
    }
    known.into_iter().map(str::to_owned).chain(axes.iter().cloned()).collect()
}

/// Formats may be told apart by their size, as agencies do; two of one size are then told apart
/// when names are given out.
fn tells_apart(pattern: &NamePattern, axis: &str) -> bool {
    let has = |name: &str| pattern.names().any(|known| known == name);
    has(axis) || (axis == "format" && has("width") && has("height"))
}
