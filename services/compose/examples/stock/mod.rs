//! What the examples compose with: the catalog, the demo brand and a studio, read from `workflows/`. Not a campaign.

use std::path::{Path, PathBuf};

use galley_compose::{Asset, FontLibrary, JobFonts, Logo, Palette, Studio};
use galley_domain::brand_kit::BrandKit;
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;

pub type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

pub struct Stock {
    pub root: PathBuf,
    pub catalog: Catalog,
    pub kit: BrandKit,
    pub kit_files: Bundle,
    pub studio: Studio,
}

impl Stock {
    pub fn read() -> Fallible<Stock> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows");
        let mut files = Vec::new();
        for folder in ["formats", "locales"] {
            for entry in std::fs::read_dir(root.join(folder))? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((format!("{folder}/{name}"), std::fs::read(&path)?));
            }
        }
        let catalog = Catalog::parse(files.into_iter())?;
        let mut kit_files = Vec::new();
        for name in ["brand.yaml", "tokens.json", "logo.svg", "logo-light.svg"] {
            kit_files.push((name.to_owned(), std::fs::read(root.join("demo/brand").join(name))?));
        }
        let kit_files = Bundle::parse(kit_files)?;
        let kit = BrandKit::parse(&kit_files, None)?;
        Ok(Stock { root, catalog, kit, kit_files, studio: Studio::new(FontLibrary::bundled()) })
    }

    pub fn palette(&self) -> Palette {
        Palette::new(self.kit.palette.iter().map(|(name, color)| (name.clone(), *color)))
    }

    pub fn fonts(&self) -> JobFonts {
        let family = |role: &str| self.kit.fonts.get(role).and_then(|list| list.first().cloned()).unwrap_or_default();
        JobFonts { display: family("display"), text: family("text"), files: Vec::new() }
    }

    pub fn logo(&self) -> Fallible<Logo> {
        let file = |path: &str| self.kit_files.find(path).map(|bytes| Asset::new(bytes.clone())).ok_or("no logo");
        Ok(Logo {
            svg: file(&self.kit.logo.file)?,
            on_dark: self.kit.logo.on_dark.as_deref().map(file).transpose()?,
            clear_space: self.kit.logo.clear_space,
            min_width_px: self.kit.logo.min_width_px,
        })
    }
}
