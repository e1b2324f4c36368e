//! Finding a campaign by what people call it. Not a command.

use anyhow::{Result, bail};
use serde_json::Value;

use super::Usage;
use crate::client::{Client, escape};

/// The text of a field, or nothing.
pub fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// A number: itself, or how many there are in a list.
pub fn count(value: &Value) -> u64 {
    value.as_u64().or_else(|| Some(value.as_array()?.len() as u64)).unwrap_or(0)
}

/// The campaign with this id or slug.
pub async fn get(client: &Client, name: &str, brand: Option<&str>) -> Result<Value> {
    if name.starts_with("cmp_") {
        return Ok(client.get(&format!("/campaigns/{}", escape(name))).await?);
    }
    let found = client.list(&format!("/campaigns?q={}", escape(name))).await?;
    let is_meant = |campaign: &Value| {
        text(campaign, "slug") == name && brand.is_none_or(|brand| text(&campaign["brand"], "slug") == brand)
    };
    let mut meant = found.into_iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(campaign), None) => Ok(campaign),
        (None, _) => bail!("there is no campaign {name}"),
        (Some(_), Some(_)) => bail!(Usage(format!("several brands have a campaign {name}: name it by its id"))),
    }
}
