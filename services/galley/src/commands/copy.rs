//! `galley copy`: a campaign's lines out to translators and back.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Subcommand, ValueEnum};
use reqwest::Method;
use serde_json::{Value, json};

use super::campaigns::{self, count, text};
use super::{Context, plan};
use crate::client::{Client, Upload, escape};

/// Lines for translators, out and back.
#[derive(Debug, Subcommand)]
pub enum Copy {
    /// Take the lines of a campaign out, a file for each language.
    Export {
        /// The campaign's slug or id.
        campaign: String,
        /// Languages to translate into, such as de-DE; all where none is named.
        #[arg(long)]
        locale: Vec<String>,
        /// The language to translate from; the copy deck's first where none is named.
        #[arg(long)]
        source: Option<String>,
        #[arg(long, value_enum, default_value = "xliff")]
        format: Format,
        /// The folder to write to.
        #[arg(long, default_value = ".")]
        out: PathBuf,
    },
    /// Take a translator's files over: the lines that changed become the next version of the brief.
    Import {
        /// The campaign's slug or id.
        campaign: String,
        /// XLIFF files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Only say what would come of it.
        #[arg(long)]
        dry_run: bool,
    },
}

/// What is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// XLIFF 2.1.
    Xliff,
    /// XLIFF 1.2, for old tools.
    Xliff12,
    /// What is translated already, as a memory.
    Tmx,
}

impl Format {
    fn word(self) -> &'static str {
        match self {
            Format::Xliff => "xliff",
            Format::Xliff12 => "xliff12",
            Format::Tmx => "tmx",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Format::Xliff | Format::Xliff12 => "xlf",
            Format::Tmx => "tmx",
        }
    }
}

impl Copy {
    pub async fn run(self, context: &Context) -> Result<()> {
        let client = context.client()?;
        match self {
            Copy::Export { campaign, locale, source, format, out } => {
                let campaign = campaigns::get(&client, &campaign, None).await?;
                let wanted = Wanted { locales: locale, source, format };
                let files = export(&client, &campaign, wanted, &out).await?;
                files.iter().for_each(|file| context.output.line(file.display()));
                context.output.value(&json!({ "files": files }));
            }
            Copy::Import { campaign, files, dry_run } => {
                let campaign = campaigns::get(&client, &campaign, None).await?;
                let mut imported = Vec::new();
                for file in files {
                    let answer = import(&client, &campaign, &file, dry_run).await?;
                    context.output.line(words(&answer, dry_run));
                    imported.push(answer);
                }
                context.output.value(&json!({ "imported": imported }));
            }
        }
        Ok(())
    }
}

struct Wanted {
    locales: Vec<String>,
    source: Option<String>,
    format: Format,
}

/// Writes a file for each language. Answers their paths.
async fn export(client: &Client, campaign: &Value, wanted: Wanted, out: &Path) -> Result<Vec<PathBuf>> {
    let (id, slug) = (text(campaign, "id"), text(campaign, "slug"));
    let Wanted { mut locales, source, format } = wanted;
    if locales.is_empty() {
        let known = client.get(&format!("/campaigns/{id}/languages")).await?;
        let languages = known["items"].as_array().into_iter().flatten();
        let is_source = |language: &&Value| match &source {
            Some(source) => text(language, "tag") == source,
            None => language["is_source"] == true,
        };
        locales = languages.filter(|language| !is_source(language)).map(|one| text(one, "tag").to_owned()).collect();
    }
    std::fs::create_dir_all(out).with_context(|| format!("could not make {}", out.display()))?;
    let mut files = Vec::new();
    for locale in locales {
        let from = source.as_ref().map(|source| format!("&source={}", escape(source))).unwrap_or_default();
        let query = format!("locale={}&format={}{from}", escape(&locale), format.word());
        let bytes = client.get_bytes(&format!("/campaigns/{id}/copy?{query}")).await?;
        // The server has found the locale to be one, so it is a good part of a name.
        let path = out.join(format!("{slug}_{locale}.{}", format.ending()));
        std::fs::write(&path, bytes).with_context(|| format!("could not write {}", path.display()))?;
        files.push(path);
    }
    Ok(files)
}

async fn import(client: &Client, campaign: &Value, file: &Path, is_dry: bool) -> Result<Value> {
    let bytes = std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = format!("/campaigns/{}/copy?dry_run={is_dry}", text(campaign, "id"));
    Ok(client.upload(Method::POST, &path, vec![Upload { field: "files", name, bytes }]).await?)
}

/// What came of a file, the way a producer reads it.
fn words(answer: &Value, is_dry: bool) -> String {
    let mut lines = Vec::new();
    for line in answer["lines"].as_array().into_iter().flatten() {
        let before = line["before"].as_str().unwrap_or("nothing");
        lines.push(format!("{} · {}: {before} → {}", text(line, "message"), text(line, "slot"), text(line, "after")));
    }
    let number = |field: &str| count(&answer[field]);
    let made = match answer["brief_version"].as_i64() {
        Some(version) => format!("brief {version}"),
        None if is_dry && !lines.is_empty() => "a dry run: nothing was changed".to_owned(),
        None => "no line is new: nothing was changed".to_owned(),
    };
    lines.push(format!(
        "{}: {} lines new, {} as they were, {} untranslated, {} left out; {made}",
        text(answer, "locale"),
        number("lines"),
        number("unchanged"),
        number("untranslated"),
        number("left_out")
    ));
    lines.push(plan::summary_words(&answer["summary"]));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_in_words() {
        let answer = json!({ "locale": "de-DE", "unchanged": 5, "untranslated": 1, "left_out": 0, "brief_version": null,
            "lines": [{ "message": "morning", "slot": "cta", "before": null, "after": "Los" }],
            "summary": { "variants": 8, "changed": 2, "unchanged": 6, "tasks": 5, "to_make": 5, "reopened": 2 } });
        let expected = "morning · cta: nothing → Los\n\
                        de-DE: 1 lines new, 5 as they were, 1 untranslated, 0 left out; a dry run: nothing was changed\n\
                        8 variants: 0 added, 2 changed, 0 removed, 6 unchanged";
        assert!(words(&answer, true).starts_with(expected), "{}", words(&answer, true));
    }
}
