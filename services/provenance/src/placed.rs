//! Ingredients: what an ad is made of. Pictures among them are placed in the manifest, with the credentials
//! that they carry themselves; other ingredients are on record with the release only.

use std::io::Cursor;

use c2pa::{Builder, Ingredient as C2paIngredient};
use galley_domain::digest::Digest;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::manifest::context;

/// The most that an ingredient's own credentials may weigh; heavier ones are left out.
const MOST_CREDENTIALS_BYTES: usize = 256 * 1024;

/// An ingredient, as it stands on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredient {
    /// `product`, `scene`, `logo`, `font`, `model`, `prompt`, `skill`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub digest: Option<Digest>,
    /// Of pictures only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mime: Option<String>,
}

impl Ingredient {
    /// Whether it can be seen in the ad.
    pub fn is_placed(&self) -> bool {
        self.mime.is_some()
    }
}

/// A picture that stands in the ad, ready to be named in manifests. Reading one takes a while; it may be
/// read once and used for every ad that it stands in.
#[derive(Clone)]
pub struct Picture {
    facts: Ingredient,
    /// With its own credentials.
    signed: Option<C2paIngredient>,
}

impl Picture {
    /// A picture whose file nobody looks into.
    pub fn bare(facts: Ingredient) -> Picture {
        Picture { facts, signed: None }
    }

    /// A picture with the credentials it carries, if it carries any that can be read.
    pub fn read(facts: Ingredient, bytes: &[u8]) -> Picture {
        let mime = facts.mime.as_deref().unwrap_or_default();
        let own = c2pa::jumbf_io::load_jumbf_from_memory(mime, bytes);
        let signed = own.ok().filter(|own| own.len() <= MOST_CREDENTIALS_BYTES).and_then(|_| {
            let mut builder = Builder::from_shared_context(&context());
            let about = json!({ "title": facts.name, "relationship": "componentOf" }).to_string();
            builder.add_ingredient_from_stream(about, mime, &mut Cursor::new(bytes)).ok().cloned()
        });
        Picture { facts, signed }
    }

    pub(crate) fn has_credentials(&self) -> bool {
        self.signed.is_some()
    }

    /// As a manifest names it, under a label for the action that placed it.
    pub(crate) fn add_to(&self, builder: &mut Builder, label: &str, with_credentials: bool) -> c2pa::Result<()> {
        let mut ingredient = match &self.signed {
            Some(signed) if with_credentials => signed.clone(),
            _ => {
                let mime = self.facts.mime.clone().unwrap_or_default();
                let mut bare = C2paIngredient::from_json(
                    &json!({ "title": self.facts.name, "format": mime, "relationship": "componentOf" }).to_string(),
                )?;
                if let Some(digest) = self.facts.digest {
                    bare.set_instance_id(format!("urn:sha256:{digest}"));
                }
                bare
            }
        };
        ingredient.set_label(label).set_description(self.facts.kind.as_str());
        builder.add_ingredient(ingredient);
        Ok(())
    }
}
