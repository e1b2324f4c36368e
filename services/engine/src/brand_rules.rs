//! A brand's own rules, as the file of its kit has them. Reads; what they mean is the checks'.

use galley_checks::{BrandRules, RULES_FILE};
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::source::{Document, Problems};

/// The rules of a kit; a kit without the file asks for nothing beyond what holds for all.
pub(crate) fn read(files: &Bundle, catalog: &Catalog) -> Result<BrandRules, Problems> {
    if files.find(RULES_FILE).is_none() {
        return Ok(BrandRules::default());
    }
    let doc = Document::parse_yaml(RULES_FILE, files.get_text(RULES_FILE)?)?;
    BrandRules::parse(&doc, Some(catalog))
}
