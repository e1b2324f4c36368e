//! The `workflows/` folder that comes with the program, or the one that the configuration names in
//! its place. What the files mean is not known here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail};
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use rust_embed::RustEmbed;

use crate::files::read_folder;

#[derive(RustEmbed)]
#[folder = "../../workflows"]
struct Embedded;

/// All files of the folder, by path.
pub struct Workflows {
    files: Vec<(String, Vec<u8>)>,
}

impl Workflows {
    /// The embedded files, or those of a folder. An empty path means the embedded ones.
    pub fn open(folder: &str) -> Result<Workflows> {
        if !folder.is_empty() {
            let bundle = read_folder(Path::new(folder))?;
            let files = bundle.files.into_iter().map(|(path, bytes)| (path, bytes.to_vec()));
            return Ok(Workflows { files: files.collect() });
        }
        let file = |path: std::borrow::Cow<'static, str>| {
            let found = Embedded::get(&path)?;
            Some((path.replace('\\', "/"), found.data.into_owned()))
        };
        Ok(Workflows { files: Embedded::iter().filter_map(file).collect() })
    }

    /// Formats, locales and markets.
    pub fn catalog(&self) -> Result<Catalog> {
        Ok(Catalog::parse(self.files.iter().cloned())?)
    }

    /// The files of one folder, by their path in it: a workflow, the demo's brand kit.
    pub fn folder(&self, name: &str) -> Result<Bundle> {
        let prefix = format!("{name}/");
        let inside =
            self.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes.clone())));
        let bundle = Bundle::parse(inside)?;
        if bundle.files.is_empty() {
            bail!("there is no folder {name} in the workflows");
        }
        Ok(bundle)
    }
}

impl Workflows {
    /// The skills that come with the program, by name: each is a folder to copy and to make one's own.
    pub fn skills(&self) -> Result<BTreeMap<String, Bundle>> {
        let inside = self.files.iter().filter_map(|(path, _)| path.strip_prefix("skills/")?.split_once('/'));
        let names: BTreeSet<&str> = inside.map(|(name, _)| name).collect();
        names.into_iter().map(|name| Ok((name.to_owned(), self.folder(&format!("skills/{name}"))?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_folder_holds_a_catalog_and_the_demo() {
        let workflows = Workflows::open("").expect("it is embedded");
        let catalog = workflows.catalog().expect("its files are right");
        assert!(catalog.formats.len() >= 12 && catalog.markets.len() >= 10);
        let demo = workflows.folder("demo").expect("it is there");
        assert!(demo.files.contains_key("brief.yaml"));
        assert!(workflows.folder("no-such").is_err());
    }
}
