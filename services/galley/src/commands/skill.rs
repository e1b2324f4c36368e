//! `galley skill`: checks a skill's folder on this machine, hands it to the server, has it published.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use galley_domain::bundle::Bundle;
use galley_domain::skill::Skill as Parsed;
use reqwest::Method;
use serde_json::{Value, json};

use super::Context;
use super::campaigns::text;
use crate::client::{Client, Upload};
use crate::files::{read_folder, uploads};
use crate::output::table;

/// Skills: an expert's style or rule, taught once.
#[derive(Debug, Subcommand)]
pub enum Skill {
    /// Hand a skill in as a draft: its next version, or the first of a new one.
    Push {
        /// The folder with its SKILL.md, which has the skill's name.
        folder: PathBuf,
        /// The brand it is for; every brand of the organization where it is left out.
        #[arg(long)]
        brand: Option<String>,
        /// Markets it is for, with commas between.
        #[arg(long)]
        markets: Option<String>,
    },
    /// Publish a draft. Somebody else than its author does this, where anybody else may.
    Publish {
        /// The skill's name.
        name: String,
        /// The newest where it is left out.
        #[arg(long)]
        version: Option<i64>,
        /// The brand it is for.
        #[arg(long)]
        brand: Option<String>,
    },
    /// List the skills.
    List,
}

impl Skill {
    pub async fn run(self, context: &Context) -> Result<()> {
        match self {
            Skill::Push { folder, brand, markets } => {
                let files = read(&folder)?;
                let client = context.client()?;
                let brand = find_brand(&client, brand.as_deref()).await?;
                let pushed = push(&client, &files, brand.as_deref(), markets.as_deref()).await?;
                let newest = &pushed["versions"][0];
                let (name, state) = (text(&pushed, "name"), text(newest, "state"));
                context.output.line(format_args!("{name} version {} is a {state}", newest["version"]));
                context.output.value(&pushed);
                Ok(())
            }
            Skill::Publish { name, version, brand } => {
                let client = context.client()?;
                let brand = find_brand(&client, brand.as_deref()).await?;
                let skill = find(&client, &name, brand.as_deref()).await?;
                let version = version.or(skill["versions"][0]["version"].as_i64()).unwrap_or(1);
                let path = format!("/skills/{}/versions/{version}/publish", text(&skill, "id"));
                let published = client.post(&path, &json!({})).await?;
                context.output.line(format_args!("{name} version {version} is published"));
                context.output.value(&published);
                Ok(())
            }
            Skill::List => list(context).await,
        }
    }
}

async fn list(context: &Context) -> Result<()> {
    let client = context.client()?;
    let brands = client.list("/brands").await?;
    let skills = client.list("/skills").await?;
    let row = |skill: &Value| {
        let brand = brands.iter().find(|brand| brand["id"] == skill["brand_id"]);
        let newest = &skill["versions"][0];
        let published = skill["published"].as_i64().map_or_else(|| "-".to_owned(), |version| version.to_string());
        vec![
            text(skill, "name").to_owned(),
            brand.map_or("every brand", |brand| text(brand, "slug")).to_owned(),
            published,
            format!("{} ({})", newest["version"], text(newest, "state")),
        ]
    };
    let rows: Vec<_> = skills.iter().map(row).collect();
    context.output.line(table(&["name", "for", "published", "newest"], &rows));
    context.output.value(&json!({ "items": skills }));
    Ok(())
}

/// Reads a folder and checks it as far as this machine can: the format asks that it has its skill's name.
fn read(folder: &Path) -> Result<Bundle> {
    let files = read_folder(folder)?;
    let folder = folder.canonicalize()?;
    let name = folder.file_name().and_then(|name| name.to_str()).context("the folder has no name")?;
    Parsed::parse(&files, Some(name), None)?;
    Ok(files)
}

/// Hands a skill in.
pub async fn push(client: &Client, files: &Bundle, brand: Option<&str>, markets: Option<&str>) -> Result<Value> {
    let mut parts = uploads("files", files);
    let fields = [("brand_id", brand), ("markets", markets)];
    let field = |(field, value): (&'static str, Option<&str>)| {
        Some(Upload { field, name: String::new(), bytes: value?.as_bytes().to_vec() })
    };
    parts.extend(fields.into_iter().filter_map(field));
    Ok(client.upload(Method::POST, "/skills", parts).await?)
}

async fn find_brand(client: &Client, slug: Option<&str>) -> Result<Option<String>> {
    let Some(slug) = slug else { return Ok(None) };
    let brands = client.list("/brands").await?;
    match brands.iter().find(|brand| text(brand, "slug") == slug) {
        Some(brand) => Ok(Some(text(brand, "id").to_owned())),
        None => bail!("there is no brand {slug}"),
    }
}

async fn find(client: &Client, name: &str, brand: Option<&str>) -> Result<Value> {
    let skills = client.list("/skills").await?;
    let found = skills.into_iter().find(|skill| text(skill, "name") == name && skill["brand_id"].as_str() == brand);
    found.with_context(|| match brand {
        Some(_) => format!("the brand has no skill {name}"),
        None => format!("no skill {name} is for every brand; --brand names one"),
    })
}
