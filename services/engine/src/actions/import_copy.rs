//! A translator's file comes back: the lines that changed become the next version of the brief, and nothing else does.
//! If anything in the file is wrong, nothing changes and everything is told.

use std::collections::BTreeMap;

use bytes::Bytes;
use galley_domain::access::{Access, Permission, Scope};
use galley_domain::brief;
use galley_domain::copy_deck::{self, ANY_MESSAGE, NewLine};
use galley_domain::digest::Digest;
use galley_domain::ids::{BriefId, CampaignId};
use galley_domain::plan::Summary;
use galley_domain::source::{Document, Problem, Problems};
use galley_exchange::merge::{Merged, merge};
use galley_exchange::xliff::{self, Returned};
use galley_store::campaigns;
use serde_json::{Map, json};

use super::update_brief::{Reason, save};
use super::upload::{self, BriefUpload};
use crate::languages::{Pair, Standing, build, deck, parse_original};
use crate::{ActionError, Engine, Pins, Sources, planning};

/// A file that came back.
#[derive(Debug, Clone)]
pub struct CopyFile {
    pub name: String,
    pub bytes: Bytes,
}

/// What a file changes.
#[derive(Debug)]
pub struct ImportedCopy {
    pub source: String,
    pub target: String,
    pub lines: Vec<ImportedLine>,
    pub unchanged: usize,
    pub untranslated: usize,
    pub left_out: usize,
    /// The new version; nothing where nothing changes or nothing was to be done.
    pub brief: Option<BriefId>,
    /// What a launch would do then.
    pub summary: Summary,
}

/// A line that is new.
#[derive(Debug, Clone)]
pub struct ImportedLine {
    pub message: String,
    pub slot: String,
    pub before: Option<String>,
    pub after: String,
    /// How far the translator says it is.
    pub state: &'static str,
}

/// Takes a translator's file over; a dry run only says what would come of it.
pub async fn import_copy(
    engine: &Engine,
    access: &Access,
    campaign: CampaignId,
    file: CopyFile,
    is_dry: bool,
) -> Result<ImportedCopy, ActionError> {
    let scope = access.scope();
    let known = campaigns::get_campaign(&engine.store, &scope, campaign).await?;
    if !access.may(Permission::Produce, known.brand_id()) {
        return Err(ActionError::NotAllowed("only producers change copy".to_owned()));
    }
    let returned = xliff::read(&file.name, &file.bytes)?;
    let pins = planning::current_pins(engine, &scope, &known).await?;
    let now = Sources::load(engine, &scope, pins).await?;
    let merged = compare(engine, &scope, &returned, &now).await?;
    let lines = lines(&merged);
    let upload = match lines.is_empty() {
        true => None,
        false => Some(rewritten(engine, &scope, &now, &returned, &lines).await?),
    };
    let summary = match &upload {
        Some(upload) => expected(engine, access, pins, upload).await?,
        None => planning::plan_from(engine, &scope, now, None).await?.settled.summary,
    };
    let brief = match upload.filter(|_| !is_dry) {
        Some(upload) => {
            let facts = facts(&file, &returned, &merged);
            let reason = Reason { kind: "import_copy", facts, on: Some(pins.brief) };
            Some(save(engine, access, campaign, upload, reason).await?)
        }
        None => None,
    };
    let Merged { unchanged, untranslated, left_out, .. } = merged;
    let (source, target) = (returned.source.value, returned.target.value.unwrap_or_default());
    Ok(ImportedCopy { source, target, lines, unchanged, untranslated, left_out, brief, summary })
}

/// What the translator did, compared with what was sent and with what is there now.
async fn compare(engine: &Engine, scope: &Scope, returned: &Returned, now: &Sources) -> Result<Merged, ActionError> {
    let foreign = |message: &str| {
        let problem = Problem::at(&returned.file, returned.original.mark, message);
        Err(refused(returned, vec![problem.expected("a file that Galley wrote for this campaign")]))
    };
    let Some((campaign, brief, kit)) = parse_original(&returned.original.value) else {
        return foreign("these lines were not sent by Galley");
    };
    if campaign != now.pins.campaign {
        return foreign("these lines belong to another campaign");
    }
    let is_known = campaigns::find_brief(&engine.store, scope, brief).await?;
    if is_known.is_none_or(|row| row.campaign_id() != campaign) {
        return foreign("these lines belong to a brief that this campaign never had");
    }
    let pair =
        Pair { source: Some(returned.source.value.clone()), target: returned.target.value.clone().unwrap_or_default() };
    let build = |sources: &Sources| build(&engine.catalog, sources, &pair, &Standing::default());
    let today = build(now).map_err(|error| at_languages(error, returned))?;
    if (brief, kit) == (now.pins.brief, now.pins.kit) {
        return Ok(merge(returned, &today, &today)?);
    }
    let sent = Sources::load(engine, scope, Pins { brief, kit, ..now.pins }).await?;
    let sent = build(&sent).map_err(|error| at_languages(error, returned))?;
    Ok(merge(returned, &sent, &today)?)
}

/// What is wrong with the languages stands in the file, not in a field.
fn at_languages(error: ActionError, returned: &Returned) -> ActionError {
    let ActionError::Invalid(Problems(problems)) = error else { return error };
    let placed = problems.into_iter().map(|problem| {
        let mark = match problem.file.as_str() {
            "source" => returned.source.mark,
            "locale" => returned.target.mark,
            _ => return problem,
        };
        Problem::at(&returned.file, mark, problem.message)
    });
    refused(returned, placed.collect())
}

/// These problems, and whatever else is wrong with the file.
fn refused(returned: &Returned, mut problems: Vec<Problem>) -> ActionError {
    problems.extend(returned.problems.iter().cloned());
    ActionError::Invalid(Problems::sorted(problems))
}

/// Units are named `<message>.<slot>`, and `_` is every message.
fn lines(merged: &Merged) -> Vec<ImportedLine> {
    let line = |change: &galley_exchange::merge::Change| {
        let (message, slot) = change.id.split_once('.').unwrap_or((&change.id, ""));
        ImportedLine {
            message: if message == "_" { ANY_MESSAGE.to_owned() } else { message.to_owned() },
            slot: slot.to_owned(),
            before: change.before.clone(),
            after: change.after.clone(),
            state: change.state.word(),
        }
    };
    merged.changes.iter().map(line).collect()
}

/// The brief whose deck has the new lines.
async fn rewritten(
    engine: &Engine,
    scope: &Scope,
    now: &Sources,
    returned: &Returned,
    lines: &[ImportedLine],
) -> Result<BriefUpload, ActionError> {
    let (input, file, _) = deck(now)?;
    let bytes = now.uploads.get(file).ok_or(ActionError::NotFound("copy deck"))?;
    let locale = returned.target.value.clone().unwrap_or_default();
    let new = |line: &ImportedLine| NewLine {
        message: line.message.clone(),
        slot: line.slot.clone(),
        locale: locale.clone(),
        text: line.after.clone(),
    };
    let made = copy_deck::with_lines(file, bytes, &lines.iter().map(new).collect::<Vec<_>>())?;
    let row =
        campaigns::find_brief(&engine.store, scope, now.pins.brief).await?.ok_or(ActionError::NotFound("brief"))?;
    // What was a workbook is a table of text from now on, and the brief says so.
    let name = match file.rsplit_once('.') {
        Some((stem, ending)) if !ending.eq_ignore_ascii_case("csv") => format!("{stem}.csv"),
        _ => file.to_owned(),
    };
    let text = if name == file { row.text.clone() } else { renamed(&row.text, input, &name)? };
    Ok(BriefUpload { text, files: BTreeMap::from([(name, Bytes::from(made))]) })
}

/// The brief's text with another file in an input's place; all else, comments too, as it was.
fn renamed(text: &str, input: &str, name: &str) -> Result<String, ActionError> {
    let doc = Document::parse_yaml(brief::FILE, text)?;
    let pointer = format!("/inputs/{input}");
    let mark = doc.places.find(&pointer).value;
    let old = doc.value.pointer(&pointer).and_then(serde_json::Value::as_str).unwrap_or_default();
    let replaced = text.lines().enumerate().map(|(index, line)| {
        let column = line.char_indices().nth(mark.column as usize - 1).map_or(line.len(), |(at, _)| at);
        match index + 1 == mark.line as usize {
            true => format!("{}{}\n", &line[..column], line[column..].replacen(old, name, 1)),
            false => format!("{line}\n"),
        }
    });
    Ok(replaced.collect())
}

/// What launching the new version would do, before it is one.
async fn expected(engine: &Engine, access: &Access, pins: Pins, upload: &BriefUpload) -> Result<Summary, ActionError> {
    let scope = access.scope();
    let mut whole = upload.clone();
    super::update_brief::carry_over(engine, &scope, pins.campaign, &mut whole).await?;
    let read = upload::read(engine, access, &whole).await?;
    let author = access.actor.written();
    let sources = Sources::unsaved(engine, &scope, pins, whole.files, (read.parsed, author)).await?;
    Ok(planning::plan_from(engine, &scope, sources, None).await?.settled.summary)
}

/// For the journal: no words, only what can be counted and what the file's bytes are.
fn facts(file: &CopyFile, returned: &Returned, merged: &Merged) -> Map<String, serde_json::Value> {
    let facts = json!({
        "file": Digest::of(&file.bytes),
        "source": returned.source.value,
        "target": returned.target.value,
        "changed": merged.changes.len(),
        "unchanged": merged.unchanged,
        "untranslated": merged.untranslated,
        "left_out": merged.left_out,
    });
    facts.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_the_deck_changes() {
        let text =
            "campaign: copy.xlsx # not here\ninputs: { product: cup.png, copy: \"copy.xlsx\" } # copy.xlsx\ntitle: a\n";
        let made = renamed(text, "copy", "copy.csv").expect("it is YAML");
        assert_eq!(made, text.replacen("\"copy.xlsx\"", "\"copy.csv\"", 1));
    }
}
