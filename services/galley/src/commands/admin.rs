//! `galley admin`: what only whoever runs the program may do.

use anyhow::Result;
use clap::Subcommand;
use galley_engine::actions::create_organization::{NewOrganization, create_organization};
use serde_json::json;

use super::{Context, secret};
use crate::{log, wiring};

/// Administer this installation.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make an organization with its first admin, who then invites everybody else.
    ///
    /// The password comes from GALLEY_PASSWORD, a prompt, or standard input.
    CreateOrganization {
        /// Short name, as in `pikolo-agency`.
        slug: String,
        /// Full name.
        #[arg(long)]
        title: String,
        /// The admin's address.
        #[arg(long)]
        email: String,
        /// The admin's name.
        #[arg(long)]
        name: String,
    },
}

impl Admin {
    pub async fn run(self, context: &Context) -> Result<()> {
        let Admin::CreateOrganization { slug, title, email, name } = self;
        let config = context.config()?;
        log::start(&config.log)?;
        let admin_password = secret::read_password(&format!("password for {email}"))?;
        let engine = wiring::open(&config).await?;
        if wiring::is_embedded(&config) {
            wiring::migrate(&engine).await?;
        }
        let new = NewOrganization { slug, title, admin_email: email, admin_name: name, admin_password };
        let made = create_organization(&engine, new).await;
        engine.store.close().await;
        let (organization, admin) = made?;
        context.output.line(format_args!("{organization} with admin {admin}"));
        context.output.value(&json!({ "organization": organization, "admin": admin }));
        Ok(())
    }
}
