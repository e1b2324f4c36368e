//! Reading a file that somebody shows us: is it whole, what does it say of itself, who signed it.
//! Files of anybody come here.

use std::io::Cursor;

use c2pa::{Context, Manifest, Reader, ValidationState};
use galley_domain::digest::Digest;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use serde::Deserialize;
use serde_json::{Value, json};
use x509_parser::pem::Pem;

use crate::certificate::{Certificate, describe};
use crate::container::{self, Kind};
use crate::facts::{Approval, Model};
use crate::manifest::APPROVED;
use crate::source_type::SourceType;

/// The most of each list that is told.
const MOST: usize = 100;

/// It is no picture of a kind that carries credentials, or it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no PNG or JPEG that can be read")]
pub struct UnreadableFile;

/// Whether what the file says of itself holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealState {
    /// It says nothing.
    Absent,
    /// Nothing was changed since it was signed.
    Whole,
    /// It was changed, or its signature is wrong; the codes of what does not hold.
    Broken(Vec<String>),
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub mime: &'static str,
    /// SHA-256 of the whole file.
    pub hash: Digest,
    /// SHA-256 of the file without what is said of it.
    pub bare_hash: Digest,
    pub state: SealState,
    /// What its signature covers. None without a signature, and where it is broken.
    pub mark: Option<Mark>,
}

/// What a whole seal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub title: String,
    /// The program that wrote it, with its version.
    pub made_with: String,
    /// The word of IPTC's list, or the address as it stands.
    pub source_type: Option<String>,
    /// What was done, first to last.
    pub actions: Vec<Action>,
    /// Titles of the pictures it was put together from.
    pub ingredients: Vec<String>,
    pub models: Vec<Model>,
    pub approvals: Vec<Approval>,
    /// What people approved, by Galley's own word.
    pub approved: Option<Digest>,
    pub certificate: Option<Certificate>,
    /// Whether the certificate leads to one that the reader trusts.
    pub is_trusted: bool,
    /// The signing party's own description, where there is one: the alternative text.
    pub alt_text: Option<String>,
}

/// One action of a history.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Action {
    pub action: String,
    #[serde(default)]
    pub when: Option<String>,
}

/// Reads a file. `anchors` are certificates in PEM that the reader trusts; there may be none.
pub fn read(bytes: &[u8], anchors: &str) -> Result<Reading, UnreadableFile> {
    let kind = Kind::of(bytes).ok_or(UnreadableFile)?;
    let bare = container::strip(kind, bytes).ok_or(UnreadableFile)?;
    let mut reading = Reading {
        mime: kind.mime(),
        hash: Digest::of(bytes),
        bare_hash: Digest::of(&bare),
        state: SealState::Absent,
        mark: None,
    };
    let reader = Reader::from_context(reader_context(anchors)?).with_stream(kind.mime(), Cursor::new(bytes));
    match reader {
        Ok(reader) => {
            let state = reader.validation_state();
            let is_trusted = state == ValidationState::Trusted;
            reading.state = if state == ValidationState::Invalid { broken(&reader) } else { SealState::Whole };
            if reading.state == SealState::Whole {
                reading.mark = reader.active_manifest().map(|manifest| mark(manifest, is_trusted));
                if let Some(mark) = &mut reading.mark {
                    mark.alt_text = container::find_xmp(kind, bytes).as_deref().and_then(find_alt_text);
                }
                // Ours name what was approved; it must be what is left.
                let approved = reading.mark.as_ref().and_then(|mark| mark.approved);
                if approved.is_some_and(|approved| approved != reading.bare_hash) {
                    (reading.state, reading.mark) = (SealState::Broken(vec![NOT_APPROVED.to_owned()]), None);
                }
            }
        }
        Err(c2pa::Error::JumbfNotFound) => {}
        Err(_) => reading.state = SealState::Broken(vec![UNREADABLE.to_owned()]),
    }
    Ok(reading)
}

/// In the manner of C2PA's own codes.
const NOT_APPROVED: &str = "app.galley.approved.mismatch";
const UNREADABLE: &str = "manifest.unreadable";

fn reader_context(anchors: &str) -> Result<Context, UnreadableFile> {
    let mut settings = json!({ "verify": { "remote_manifest_fetch": false, "ocsp_fetch": false } });
    if !anchors.is_empty() {
        settings["trust"] = json!({ "trust_anchors": anchors });
    }
    Context::new().with_settings(settings).map_err(|_| UnreadableFile)
}

fn broken(reader: &Reader) -> SealState {
    let untrusted = c2pa::validation_status::SIGNING_CREDENTIAL_UNTRUSTED;
    let status = reader.validation_status().unwrap_or_default();
    let mut codes: Vec<String> =
        status.iter().map(|status| status.code().to_owned()).filter(|c| c != untrusted).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.truncate(MOST);
    SealState::Broken(codes)
}

fn mark(manifest: &Manifest, is_trusted: bool) -> Mark {
    let actions = actions(manifest);
    let parameters = actions.iter().find(|action| action["action"] == APPROVED).map(|action| &action["parameters"]);
    let parameter = |name: &str| parameters.map(|parameters| parameters[name].clone()).unwrap_or_default();
    let source = actions.iter().find_map(|action| action["digitalSourceType"].as_str());
    let generators = manifest.claim_generator_info.iter().flatten();
    let made_with = generators.map(|info| match &info.version {
        Some(version) => format!("{} {version}", info.name),
        None => info.name.clone(),
    });
    let chain = manifest.signature_info().map(|info| info.cert_chain().to_owned()).unwrap_or_default();
    Mark {
        title: manifest.title().unwrap_or_default().to_owned(),
        made_with: made_with.collect::<Vec<_>>().join(", "),
        source_type: source.map(|uri| SourceType::find_word(uri).unwrap_or(uri).to_owned()),
        ingredients: manifest
            .ingredients()
            .iter()
            .filter_map(|ingredient| ingredient.title())
            .map(str::to_owned)
            .take(MOST)
            .collect(),
        models: serde_json::from_value(parameter("app.galley.models")).unwrap_or_default(),
        approvals: serde_json::from_value(parameter("app.galley.approvals")).unwrap_or_default(),
        approved: serde_json::from_value(parameter("app.galley.approved_sha256")).ok(),
        actions: actions.into_iter().filter_map(|action| serde_json::from_value(action).ok()).collect(),
        certificate: first_certificate(&chain),
        is_trusted,
        alt_text: None,
    }
}

fn actions(manifest: &Manifest) -> Vec<Value> {
    let all = manifest.assertions().iter().filter(|assertion| assertion.label().starts_with("c2pa.actions"));
    let lists = all.filter_map(|assertion| assertion.value().ok()?.get("actions")?.as_array().cloned());
    lists.flatten().take(MOST).collect()
}

fn first_certificate(chain: &str) -> Option<Certificate> {
    let pem = Pem::iter_from_buffer(chain.as_bytes()).next()?.ok()?;
    describe(&pem.parse_x509().ok()?)
}

/// The property of the alternative text.
const ALT_TEXT: &str = "AltTextAccessibility";

/// The alternative text under its default language.
fn find_alt_text(packet: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(packet);
    let mut is_inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == ALT_TEXT => is_inside = true,
            Event::End(tag) if tag.local_name().as_ref() == ALT_TEXT => return None,
            Event::Start(tag) if is_inside && tag.local_name().as_ref() == "li" => {
                let text = reader.read_text(tag.name()).ok()?;
                return unescape(&text.xml10_content()).ok().map(|text| text.into_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}
