//! A page in the demo's folder that shows all published ads, to be opened without a server.

use std::fmt::Write;
use std::fs;

use anyhow::Result;

use super::place::Place;

const HEAD: &str = "<!doctype html>
<html lang=\"en\"><meta charset=\"utf-8\"><title>Galley demo</title>
<style>
  body { font: 14px system-ui, sans-serif; margin: 24px; background: #f4f4f2; color: #222 }
  main { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
  figure { margin: 0; max-width: 480px }
  img { max-width: 100%; display: block; box-shadow: 0 1px 4px #0003 }
  figcaption { margin-top: 4px; color: #666; overflow-wrap: anywhere }
</style>
";

/// Writes the page, if the folder stays.
pub fn write(place: &Place, names: &[String]) -> Result<()> {
    if place.kept().is_some() {
        fs::write(place.path("index.html"), page(names))?;
    }
    Ok(())
}

fn page(names: &[String]) -> String {
    let mut page = format!("{HEAD}<h1>{} published ads</h1>\n<main>\n", names.len());
    let mut names: Vec<&String> = names.iter().collect();
    names.sort();
    for name in names {
        let name = escape(name);
        let picture = format!("<img loading=\"lazy\" src=\"published/{name}\" alt=\"{name}\">");
        writeln!(page, "<figure>{picture}<figcaption>{name}</figcaption></figure>")
            .expect("writing to a text cannot fail");
    }
    page.push_str("</main>\n");
    page
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_the_page() {
        let page = page(&["b.jpg".to_owned(), "a\"><script>.jpg".to_owned()]);
        assert!(!page.contains("<script"));
        assert!(page.find("script").is_some_and(|first| Some(first) < page.find("b.jpg")));
    }
}
