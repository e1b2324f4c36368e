//! The description in the file: XMP with IPTC's properties. It is written before the signature, which
//! covers it.

use chrono::{DateTime as Time, Datelike, Timelike, Utc};
use xmp_writer::{CustomNamespace, DateTime, LangId, Namespace, Timezone, XmpWriter};

use crate::facts::Facts;

const PHOTOSHOP: (&str, &str, &str) = ("Adobe Photoshop", "photoshop", "http://ns.adobe.com/photoshop/1.0/");
const IPTC_CORE: (&str, &str, &str) = ("IPTC Core", "Iptc4xmpCore", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/");
const IPTC_EXT: (&str, &str, &str) = ("IPTC Extension", "Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/");
const PLUS: (&str, &str, &str) = ("PLUS", "plus", "http://ns.useplus.org/ldf/xmp/1.0/");
/// No picture of a client's may train a model.
const NO_TRAINING: &str = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING";
const TOOL: &str = concat!("Galley ", env!("CARGO_PKG_VERSION"));

fn space((name, prefix, url): (&'static str, &'static str, &'static str)) -> Namespace<'static> {
    Namespace::Custom(Box::new(CustomNamespace::new(name, prefix, url)))
}

/// The whole packet.
pub(crate) fn packet(facts: &Facts, mime: &str) -> String {
    let mut xmp = XmpWriter::new();
    let clean = |text: &str| text.chars().filter(|&c| is_xml(c)).collect::<String>();
    let (title, alt_text, creator) = (clean(&facts.title), clean(&facts.alt_text), clean(&facts.creator));
    let rights = clean(&rights(facts));
    let uri = facts.source_type.uri();
    xmp.format(mime);
    xmp.language([LangId(&facts.language)]);
    xmp.title(both(facts, &title));
    xmp.description(both(facts, &alt_text));
    xmp.creator([creator.as_str()]);
    xmp.creator_tool(TOOL);
    xmp.create_date(date(facts.sealed_ms));
    xmp.document_id(&facts.document);
    xmp.instance_id(&facts.instance);
    xmp.element("Headline", space(PHOTOSHOP)).value(title.as_str());
    xmp.element("Credit", space(PHOTOSHOP)).value(creator.as_str());
    xmp.element("AltTextAccessibility", space(IPTC_CORE)).language_alternative(both(facts, &alt_text));
    xmp.element("DigitalSourceType", space(IPTC_EXT)).value(uri.as_str());
    xmp.element("DigImageGUID", space(IPTC_EXT)).value(facts.instance.as_str());
    if !rights.is_empty() {
        xmp.rights(both(facts, &rights));
        xmp.marked(true);
    }
    if let Some(model) = facts.models.first() {
        xmp.element("AISystemUsed", space(IPTC_EXT)).value(clean(&model.name).as_str());
        if let Some(version) = &model.version {
            xmp.element("AISystemVersionUsed", space(IPTC_EXT)).value(clean(version).as_str());
        }
    }
    xmp.element("DataMining", space(PLUS)).value(NO_TRAINING);
    xmp.finish(None)
}

/// A text for everybody, and the same under the language it is in.
fn both<'a>(facts: &'a Facts, text: &'a str) -> [(Option<LangId<'a>>, &'a str); 2] {
    [(None, text), (Some(LangId(&facts.language)), text)]
}

fn rights(facts: &Facts) -> String {
    let one = |right: &crate::facts::Right| format!("{}: © {}, {}", right.ingredient, right.holder, right.licence);
    facts.rights.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// XML cannot say other control characters at all.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

fn date(ms: i64) -> DateTime {
    let time = Time::<Utc>::from_timestamp_millis(ms).unwrap_or_default();
    DateTime {
        year: u16::try_from(time.year()).unwrap_or_default(),
        month: Some(time.month() as u8),
        day: Some(time.day() as u8),
        hour: Some(time.hour() as u8),
        minute: Some(time.minute() as u8),
        second: Some(time.second() as u8),
        timezone: Some(Timezone::Utc),
    }
}
