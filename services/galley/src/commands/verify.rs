//! `galley verify`: looks at a published file and says what made it, who approved it and whether that
//! holds. Needs no server.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use galley_provenance::{Mark, Reading, SealState, read};
use serde_json::{Value, json};

use super::Context;
use crate::signing;

/// A published picture stays far below.
const MOST_BYTES: u64 = 256 << 20;

/// Check a published file: what made it, who approved it, is its seal whole. Needs no server.
#[derive(Debug, Args)]
pub struct Verify {
    /// The file.
    file: PathBuf,
    /// Certificates in PEM to trust, in place of those of the configuration.
    #[arg(long)]
    trust: Option<PathBuf>,
}

impl Verify {
    pub async fn run(self, context: &Context) -> Result<()> {
        let anchors = match &self.trust {
            Some(file) => fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?,
            None => signing::anchors(&context.config()?)?,
        };
        let name = self.file.display().to_string();
        let reading = read(&self.bytes()?, &anchors).with_context(|| name.clone())?;
        let (word, told) = state(&reading);
        context.output.line(format_args!("{name}: {told}"));
        for line in reading.mark.as_ref().map(lines).unwrap_or_default() {
            context.output.line(format_args!("  {line}"));
        }
        context.output.value(&shown(&reading, word));
        if reading.state == SealState::Whole { Ok(()) } else { Err(context.failed(format!("{name}: {told}"))) }
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        let cannot = || format!("could not read {}", self.file.display());
        let mut bytes = Vec::new();
        let file = File::open(&self.file).with_context(cannot)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).with_context(cannot)?;
        if bytes.len() as u64 > MOST_BYTES {
            bail!("{} has more than {MOST_BYTES} bytes", self.file.display());
        }
        Ok(bytes)
    }
}

fn state(reading: &Reading) -> (&'static str, String) {
    match &reading.state {
        SealState::Whole => ("whole", "the seal is whole".to_owned()),
        SealState::Absent => ("absent", "it has no seal".to_owned()),
        SealState::Broken(codes) => ("broken", format!("the seal is broken ({})", codes.join(", "))),
    }
}

/// What the seal covers, for people.
fn lines(mark: &Mark) -> Vec<String> {
    let mut lines = vec![format!("{}, made with {}", mark.title, mark.made_with)];
    lines.extend(mark.source_type.as_ref().map(|word| format!("what it is: {word}")));
    let models =
        mark.models.iter().map(|model| format!("model: {} {}", model.name, model.version.as_deref().unwrap_or("")));
    lines.extend(models.map(|line| line.trim_end().to_owned()));
    lines.extend((!mark.ingredients.is_empty()).then(|| format!("put together from: {}", mark.ingredients.join(", "))));
    let approvals = mark.approvals.iter();
    lines.extend(approvals.map(|given| format!("approved at {} by {}", given.stage, given.roles.join(", "))));
    lines.extend(mark.approved.map(|hash| format!("what was approved: {hash}")));
    lines.extend(mark.alt_text.as_ref().map(|text| format!("words: {text}")));
    if let Some(certificate) = &mark.certificate {
        let trust = match (mark.is_trusted, certificate.is_development) {
            (true, _) => "trusted",
            (false, true) => "a development certificate, not trusted",
            (false, false) => "not trusted here",
        };
        let until = certificate.not_after.format("%Y-%m-%d");
        lines.push(format!(
            "signed by {} (issued by {}, until {until}): {trust}",
            certificate.subject, certificate.issuer
        ));
    }
    lines
}

fn shown(reading: &Reading, word: &str) -> Value {
    let broken_by = match &reading.state {
        SealState::Broken(codes) => codes.clone(),
        _ => Vec::new(),
    };
    let says = reading.mark.as_ref().map(|mark| {
        json!({
            "title": mark.title,
            "made_with": mark.made_with,
            "source_type": mark.source_type,
            "models": mark.models,
            "actions": mark.actions.iter().map(|done| json!({ "action": done.action, "at": done.when })).collect::<Vec<_>>(),
            "ingredients": mark.ingredients,
            "approvals": mark.approvals,
            "approved_sha256": mark.approved,
            "alt_text": mark.alt_text,
            "certificate": mark.certificate.as_ref().map(|certificate| json!({
                "subject": certificate.subject,
                "issuer": certificate.issuer,
                "valid_from": certificate.not_before,
                "valid_until": certificate.not_after,
                "is_development": certificate.is_development,
                "is_trusted": mark.is_trusted,
            })),
        })
    });
    json!({ "sha256": reading.hash, "mime": reading.mime, "seal": word, "broken_by": broken_by, "says": says })
}
