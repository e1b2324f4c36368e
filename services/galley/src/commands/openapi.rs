//! `galley openapi`: prints the API's document.

use anyhow::Result;
use clap::Args;

use crate::output::print;

/// Print the OpenAPI document of the API.
#[derive(Debug, Args)]
pub struct OpenApi {}

impl OpenApi {
    pub fn run(self) -> Result<()> {
        print(&galley_api::openapi_json().trim_end());
        Ok(())
    }
}
