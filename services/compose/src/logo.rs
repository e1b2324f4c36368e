//! Logos: SVG files that are let in only if they are plain shapes, or PNG files, and their pixels at a
//! size. Nothing in a logo may reach outside the file or cost more than its size suggests.

mod raster;

use std::collections::HashSet;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, roxmltree};

use crate::canvas::Layer;
use crate::picture::PictureError;

/// Largest SVG file.
pub const MAX_LOGO_BYTES: usize = 512 << 10;
/// Most elements and texts in one.
const MAX_NODES: u32 = 20_000;
/// Deepest nesting of elements.
const MAX_DEPTH: usize = 64;

/// What a logo is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogoInfo {
    /// `image/svg+xml` or `image/png`.
    pub mime: &'static str,
    /// Of an SVG's drawing in its own units, of what can be seen of a PNG in pixels.
    pub width: f32,
    pub height: f32,
}

/// Why a logo is refused.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    #[error("the logo has {0} bytes; at most {1} are read")]
    TooLarge(usize, usize),
    #[error("the logo is neither an SVG nor a PNG file: {0}")]
    NotSvg(String),
    #[error("the logo's file cannot be used: {0}")]
    Picture(#[from] PictureError),
    #[error("the logo is {0} × {1} pixels; at most {2} are read")]
    TooManyPixels(u32, u32, u64),
    #[error("what can be seen of the logo is only {0} pixels; a PNG logo needs at least {1} on its longer side")]
    TooSmall(u32, u32),
    #[error("the logo is transparent: nothing in it can be seen")]
    Invisible,
    #[error("the logo holds {0}, line {1}; export it as plain shapes")]
    Forbidden(String, u32),
}

/// Elements a logo may be made of. Anything else is refused by name.
const ELEMENTS: [&str; 20] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "use",
    "symbol",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "title",
    "desc",
    "metadata",
    "style",
];

/// Looks at a logo and refuses what cannot or should not be drawn.
pub fn probe_logo(bytes: &[u8]) -> Result<LogoInfo, LogoError> {
    if raster::is_png(bytes) {
        let [width, height] = raster::size(bytes)?;
        return Ok(LogoInfo { mime: "image/png", width, height });
    }
    let tree = parse(bytes)?;
    Ok(LogoInfo { mime: "image/svg+xml", width: tree.size().width(), height: tree.size().height() })
}

/// Draws a logo to exactly `width` × `height` pixels.
pub(crate) fn draw(bytes: &[u8], width: u32, height: u32) -> Result<Layer, LogoError> {
    if raster::is_png(bytes) {
        return raster::draw(bytes, width.max(1), height.max(1));
    }
    let tree = parse(bytes)?;
    let mut pixmap =
        Pixmap::new(width.max(1), height.max(1)).ok_or_else(|| LogoError::NotSvg("it has no size".to_owned()))?;
    let size = tree.size();
    let transform = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    Ok(Layer { width: pixmap.width(), height: pixmap.height(), pixels: pixmap.take(), is_opaque: false })
}

fn parse(bytes: &[u8]) -> Result<usvg::Tree, LogoError> {
    if bytes.len() > MAX_LOGO_BYTES {
        return Err(LogoError::TooLarge(bytes.len(), MAX_LOGO_BYTES));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| LogoError::NotSvg(error.to_string()))?;
    check_raw(text)?;
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..Default::default() };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|error| LogoError::NotSvg(error.to_string()))?;
    check(&document)?;
    let mut options = usvg::Options::default();
    // Whatever a reference looks like, nothing is ever loaded.
    options.image_href_resolver.resolve_data = Box::new(|_, _, _| None);
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    usvg::Tree::from_xmltree(&document, &options).map_err(|error| LogoError::NotSvg(error.to_string()))
}

/// What must not even be parsed.
fn check_raw(text: &str) -> Result<(), LogoError> {
    for (mark, name) in
        [("<!DOCTYPE", "a document type"), ("<!ENTITY", "an entity"), ("<?xml-stylesheet", "a style sheet link")]
    {
        let at = text.char_indices().find(|(at, _)| starts_with_ignoring_case(&text.as_bytes()[*at..], mark));
        if let Some((at, _)) = at {
            return Err(LogoError::Forbidden(name.to_owned(), text[..at].matches('\n').count() as u32 + 1));
        }
    }
    let depth = text.split('<').fold((0usize, 0usize), |(depth, most), part| match part.chars().next() {
        Some('/') => (depth.saturating_sub(1), most),
        Some('!' | '?') | None => (depth, most),
        _ if part.split('>').next().is_some_and(|tag| tag.ends_with('/')) => (depth, most.max(depth + 1)),
        _ => (depth + 1, most.max(depth + 1)),
    });
    if depth.1 > MAX_DEPTH {
        return Err(LogoError::Forbidden(format!("elements more than {MAX_DEPTH} deep"), 1));
    }
    Ok(())
}

fn starts_with_ignoring_case(bytes: &[u8], mark: &str) -> bool {
    bytes.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
}

fn check(document: &roxmltree::Document<'_>) -> Result<(), LogoError> {
    let line = |node: &roxmltree::Node<'_, '_>| document.text_pos_at(node.range().start).row;
    let users: HashSet<&str> =
        document.descendants().filter(|node| node.has_tag_name("use")).filter_map(own_id).collect();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        if node.tag_name().namespace().is_some_and(|space| space != "http://www.w3.org/2000/svg") {
            // Editors leave notes of their own; usvg ignores them.
            continue;
        }
        if !ELEMENTS.contains(&name) {
            return Err(LogoError::Forbidden(format!("<{name}>"), line(&node)));
        }
        if name == "style" {
            check_css(node.text().unwrap_or_default(), line(&node))?;
        }
        for attribute in node.attributes() {
            check_attribute(attribute.name(), attribute.value(), line(&node))?;
        }
        let is_shared = matches!(name, "symbol" | "clipPath" | "defs");
        if is_shared && name != "defs" && node.descendants().skip(1).any(|inner| inner.has_tag_name("use")) {
            return Err(LogoError::Forbidden("copies of copies (<use> in what is used)".to_owned(), line(&node)));
        }
        if name == "use" {
            check_use(document, &node, &users, line(&node))?;
        }
    }
    Ok(())
}

fn own_id<'a>(node: roxmltree::Node<'a, '_>) -> Option<&'a str> {
    node.attribute("id")
}

/// A copy of something that itself holds copies can grow without end.
fn check_use(
    document: &roxmltree::Document<'_>,
    node: &roxmltree::Node<'_, '_>,
    users: &HashSet<&str>,
    line: u32,
) -> Result<(), LogoError> {
    let target = node.attributes().find(|a| a.name() == "href").map(|a| a.value().trim_start_matches('#'));
    let Some(target) = target else { return Ok(()) };
    let holds_copies = users.contains(target)
        || document
            .descendants()
            .filter(|candidate| candidate.attribute("id") == Some(target))
            .any(|found| found.descendants().any(|inner| inner.has_tag_name("use")));
    if holds_copies {
        return Err(LogoError::Forbidden("copies of copies (<use> of a <use>)".to_owned(), line));
    }
    Ok(())
}

fn check_attribute(name: &str, value: &str, line: u32) -> Result<(), LogoError> {
    if name.len() > 2 && name[..2].eq_ignore_ascii_case("on") {
        return Err(LogoError::Forbidden(format!("a script ({name})"), line));
    }
    if name == "href" && !value.trim_start().starts_with('#') {
        return Err(LogoError::Forbidden("a reference to another file".to_owned(), line));
    }
    if matches!(name, "filter" | "mask") && value.trim() != "none" {
        return Err(LogoError::Forbidden(format!("a {name}"), line));
    }
    check_css(value, line)
}

fn check_css(css: &str, line: u32) -> Result<(), LogoError> {
    let small = css.to_ascii_lowercase();
    if small.contains("@import") {
        return Err(LogoError::Forbidden("a style sheet link".to_owned(), line));
    }
    for part in small.split("url(").skip(1) {
        let target = part.trim_start_matches([' ', '"', '\'']);
        if !target.starts_with('#') {
            return Err(LogoError::Forbidden("a reference to another file".to_owned(), line));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(inner: &str) -> String {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{inner}</svg>"#
        );
        match probe_logo(svg.as_bytes()) {
            Ok(_) => "let in".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn plain_shapes_are_let_in() {
        assert_eq!(
            refusal(r##"<defs><path id="a" d="M0 0h5v5z"/></defs><use xlink:href="#a"/><g><circle r="3"/></g>"##),
            "let in"
        );
    }

    #[test]
    fn what_reaches_outside_is_refused() {
        for (inner, why) in [
            (r#"<image href="https://example.test/a.png"/>"#, "<image>"),
            (r#"<image href="file:///etc/passwd"/>"#, "<image>"),
            ("<script>1</script>", "<script>"),
            ("<foreignObject/>", "<foreignObject>"),
            (r#"<use href="other.svg#a"/>"#, "another file"),
            (r##"<rect fill="url(http://example.test/#g)"/>"##, "another file"),
            (r#"<rect onload="x()"/>"#, "a script"),
            ("<style>@import 'x.css';</style>", "style sheet"),
            ("<text>Hi</text>", "<text>"),
            (r##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>"##, "copies of copies"),
            (r##"<rect filter="url(#f)"/>"##, "a filter"),
        ] {
            assert!(refusal(inner).contains(why), "{inner}: {}", refusal(inner));
        }
    }

    #[test]
    fn bombs_are_refused_before_they_go_off() {
        let entity = r#"<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>"#;
        assert!(probe_logo(entity.as_bytes()).is_err_and(|e| e.to_string().contains("document type")));
        assert!(probe_logo(&vec![b' '; MAX_LOGO_BYTES + 1]).is_err_and(|e| e.to_string().contains("bytes")));
        let deep = format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000));
        assert!(refusal(&deep).contains("deep"));
    }
}
