//! `galley brand`: hands a brand kit to the server.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Subcommand;
use galley_domain::brand_kit;
use galley_domain::bundle::Bundle;
use galley_domain::source::{Document, Problems};
use reqwest::Method;
use serde_json::{Value, json};

use super::Context;
use super::campaigns::text;
use crate::client::Client;
use crate::files::{read_folder, uploads};

/// Brands and their kits.
#[derive(Debug, Subcommand)]
pub enum Brand {
    /// Hand a brand kit in as its next version.
    Push {
        /// The kit's folder, with its brand.yaml.
        folder: PathBuf,
        /// Make the brand if it is not there.
        #[arg(long)]
        create: bool,
    },
}

impl Brand {
    pub async fn run(self, context: &Context) -> Result<()> {
        let Brand::Push { folder, create } = self;
        let kit = push(&context.client()?, &read_folder(&folder)?, create).await?;
        context.output.line(format_args!("kit {} of {}", kit["version"], text(&kit, "title")));
        context.output.value(&kit);
        Ok(())
    }
}

/// Hands a kit in for the brand that it names.
pub async fn push(client: &Client, kit: &Bundle, may_create: bool) -> Result<Value> {
    let file = kit.get_text(brand_kit::FILE).map_err(Problems::from)?;
    let doc = Document::parse_yaml(brand_kit::FILE, file)?;
    let slug = text(&doc.value, "brand");
    let brands = client.list("/brands").await?;
    let brand = match brands.into_iter().find(|brand| text(brand, "slug") == slug) {
        Some(brand) => brand,
        None if may_create => {
            client.post("/brands", &json!({ "slug": slug, "title": text(&doc.value, "title") })).await?
        }
        None => bail!("there is no brand {slug}; --create makes it"),
    };
    Ok(client.upload(Method::PUT, &format!("/brands/{}/kit", text(&brand, "id")), uploads("files", kit)).await?)
}
