//! Texts that backends write: what they are told about the brand, and whether what they answer can stand in an ad. A bad
//! answer is sent back once with what is wrong with it; after that the line is a gap, and a person writes it. Never a
//! price, a claim or a legal line.

use std::collections::BTreeMap;

use galley_domain::brand_kit::BrandKit;
use galley_domain::copy_deck::{may_fall_back, width};
use galley_domain::ports::{Fault, Part, Request, Speaker, Turn};
use serde::Deserialize;
use serde_json::Value;

use super::asking::{self, Asked};
use crate::carry_out::StepContext;

/// Longest back-translation and longest reason, characters.
const MOST_NOTE_CHARS: usize = 600;
/// Longest line where nobody sets a limit, in character widths.
const MOST_CHARS: u32 = 400;

/// A line that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub slot: String,
    /// The line that it is made from.
    pub source: Option<String>,
    /// Most characters it may have, wide ones counted twice.
    pub max_chars: Option<u32>,
}

/// A line that was written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
pub(super) struct Written {
    pub text: String,
    /// What it says, in the language of the source.
    #[serde(default)]
    pub back_translation: String,
    /// Why it is as it is, for the reviewer.
    #[serde(default)]
    pub rationale: String,
}

/// What a good line keeps to, beside its length.
pub(super) struct Manners<'a> {
    pub kit: &'a BrandKit,
    pub locale: &'a str,
    /// Whether the reviewer needs to be told what it says, and why.
    pub is_explained: bool,
}

/// Why a slot's text is for people alone; `None` where a backend may write it.
pub(super) fn is_for_people(step: &str, slot: &str) -> Option<String> {
    let why = "is a price, a claim or a legal line, which people write and no backend does";
    (!may_fall_back(slot)).then(|| format!("the step “{step}” asks for “{slot}”, and that {why}"))
}

impl Manners<'_> {
    /// What a backend is told about the brand and the form of its answer.
    pub(super) fn told(&self, wanted: &[Wanted]) -> String {
        let mut told = format!("Language: {}.\n", self.locale);
        let voice = &self.kit.voice;
        let mut say = |what: &str, words: &[String]| {
            if !words.is_empty() {
                told.push_str(&format!("{what}: {}.\n", words.join("; ")));
            }
        };
        say("Tone", &Vec::from_iter((!voice.tone.is_empty()).then(|| voice.tone.clone())));
        say("Do", &voice.does);
        say("Do not", &voice.donts);
        say("Never use", &self.banned().map(|(word, _)| word.to_owned()).collect::<Vec<_>>());
        let terms = self.terms(wanted).into_iter().map(|(term, written)| format!("“{term}” is written “{written}”"));
        say("Terms", &terms.collect::<Vec<_>>());
        told.push_str("Lines:\n");
        for Wanted { slot, source, max_chars } in wanted {
            let most = max_chars.unwrap_or(MOST_CHARS);
            let source = source.as_ref().map(|line| format!(" from “{line}”")).unwrap_or_default();
            told.push_str(&format!("- {slot}:{source}, at most {most} characters, wide ones counted twice\n"));
        }
        let explained = r#", "back_translation": "what it says, in the language of the source", "rationale": "why, in one sentence""#;
        let explained = if self.is_explained { explained } else { "" };
        told.push_str(&format!(
            "Answer with JSON and nothing else: {{\"lines\": {{\"<line>\": {{\"text\": \"…\"{explained}}}}}}}"
        ));
        told
    }

    fn banned(&self) -> impl Iterator<Item = (&str, &str)> {
        let here = |locales: &[String]| locales.is_empty() || locales.iter().any(|locale| locale == self.locale);
        self.kit
            .banned
            .iter()
            .filter(move |banned| here(&banned.locales))
            .map(|banned| (banned.word.as_str(), banned.why.as_str()))
    }

    /// The brand's terms in the sources, and how this locale writes them.
    fn terms(&self, wanted: &[Wanted]) -> Vec<(&str, &str)> {
        let is_used =
            |term: &str| wanted.iter().any(|line| line.source.as_deref().is_some_and(|text| holds(text, term)));
        self.kit
            .glossary
            .iter()
            .filter(|(term, _)| is_used(term))
            .filter_map(|(term, by)| Some((term.as_str(), by.get(self.locale)?.as_str())))
            .collect()
    }

    /// The lines of an answer, or everything that is wrong with it.
    pub(super) fn read(&self, answer: &str, wanted: &[Wanted]) -> Result<BTreeMap<String, Written>, Vec<String>> {
        let lines: BTreeMap<String, Value> = parse(answer).map_err(|why| vec![why])?;
        let (mut written, mut wrong) = (BTreeMap::new(), Vec::new());
        for line in wanted {
            let Some(value) = lines.get(&line.slot) else {
                wrong.push(format!("there is no line “{}”", line.slot));
                continue;
            };
            match serde_json::from_value::<Written>(value.clone()) {
                Ok(mut found) => {
                    found.text = found.text.trim().to_owned();
                    wrong.extend(self.faults(line, &found));
                    written.insert(line.slot.clone(), found);
                }
                Err(_) => wrong.push(format!("“{}” is no object with a text", line.slot)),
            }
        }
        if wrong.is_empty() { Ok(written) } else { Err(wrong) }
    }

    fn faults(&self, line: &Wanted, found: &Written) -> Vec<String> {
        let (slot, text) = (&line.slot, found.text.as_str());
        let mut faults = Vec::new();
        let (most, width) = (line.max_chars.unwrap_or(MOST_CHARS), width(text));
        if text.is_empty() {
            faults.push(format!("“{slot}” is empty"));
        }
        if text.chars().any(char::is_control) {
            faults.push(format!("“{slot}” has more than one line"));
        }
        if width > most as usize {
            faults.push(format!("“{slot}” has {width} characters, and {most} fit"));
        }
        for (word, _) in self.banned().filter(|(word, _)| holds(text, word)) {
            faults.push(format!("“{slot}” says “{word}”, which the brand never does"));
        }
        let own = std::slice::from_ref(line);
        for (term, form) in self.terms(own).into_iter().filter(|(_, form)| !holds(text, form)) {
            faults.push(format!("“{slot}” has to say “{form}” for “{term}”"));
        }
        if self.is_explained {
            for (what, note) in [("back_translation", &found.back_translation), ("rationale", &found.rationale)] {
                if note.trim().is_empty() || note.chars().count() > MOST_NOTE_CHARS {
                    faults.push(format!("“{slot}” needs a {what} of at most {MOST_NOTE_CHARS} characters"));
                }
            }
        }
        faults
    }
}

/// Whether a text holds words, whatever their capitals.
fn holds(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

/// The lines of a JSON answer, which models like to wrap in a block of code.
fn parse(answer: &str) -> Result<BTreeMap<String, Value>, String> {
    #[derive(Deserialize)]
    struct Lines {
        lines: BTreeMap<String, Value>,
    }
    let (from, to) = (answer.find('{'), answer.rfind('}'));
    let json = from.zip(to).filter(|(from, to)| from < to).map_or(answer, |(from, to)| &answer[from..=to]);
    let read = serde_json::from_str::<Lines>(json);
    read.map(|read| read.lines).map_err(|_| "it is not the JSON that was asked for".to_owned())
}

/// Asks for lines; where the answer is no good, once more with what is wrong with it. Then the first line that is missing
/// is told.
pub(super) async fn ask(
    cx: &StepContext<'_>,
    (backend, fallback): (&str, Option<&str>),
    mut request: Request,
    manners: &Manners<'_>,
    wanted: &[Wanted],
) -> Result<(BTreeMap<String, Written>, Asked), Fault> {
    let first = asking::ask(cx, backend, fallback, &request).await?;
    let answer = first.generated.texts.join("\n");
    let wrong = match manners.read(&answer, wanted) {
        Ok(lines) => return Ok((lines, first)),
        Err(wrong) => wrong,
    };
    request.key.push_str("-again");
    request.turns.push(Turn { speaker: Speaker::Backend, parts: vec![Part::Text(answer)], vendor_state: None });
    request
        .turns
        .push(Turn::says(format!("That cannot be used: {}. Answer again, in the same form.", wrong.join("; "))));
    let mut second = asking::ask(cx, backend, fallback, &request).await?;
    let answer = second.generated.texts.join("\n");
    let lines = manners.read(&answer, wanted).map_err(|wrong| {
        let why = wrong.first().cloned().unwrap_or_default();
        Fault::give_up(format!("no line in {}: {backend} was asked twice, and {why}", manners.locale))
    })?;
    second.generated.join_costs(&first.generated);
    Ok((lines, second))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use galley_domain::bundle::Bundle;
    use serde_json::json;

    use super::*;

    fn kit() -> BrandKit {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../workflows/demo/brand"));
        let mut files = Vec::new();
        collect(root, "", &mut files);
        let mut kit = BrandKit::parse(&Bundle::parse(files).expect("it is a bundle"), None).expect("it is right");
        let forms = BTreeMap::from([("de-DE".to_owned(), "Kaltextrakt".to_owned())]);
        kit.glossary = BTreeMap::from([("cold brew".to_owned(), forms)]);
        kit.banned.clear();
        kit
    }

    fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).expect("the demo has a kit") {
            let entry = entry.expect("it can be read");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{name}/"), files);
            } else {
                files.push((name, std::fs::read(entry.path()).expect("it can be read")));
            }
        }
    }

    /// What an answer is, and what is wrong with it: the beginning of the first complaint.
    type Case = (serde_json::Value, Option<&'static str>);

    #[test]
    fn only_lines_that_can_stand_in_an_ad_are_taken() {
        let kit = kit();
        let manners = Manners { kit: &kit, locale: "de-DE", is_explained: true };
        let wanted =
            [Wanted { slot: "headline".to_owned(), source: Some("Slow Cold Brew".to_owned()), max_chars: Some(20) }];
        let line = |text: &str| json!({ "text": text, "back_translation": "Slow cold brew", "rationale": "Short." });
        let cases: Vec<Case> = vec![
            (json!({ "lines": { "headline": line("Kaltextrakt mit Zeit") } }), None),
            (json!({ "lines": { "headline": line("  Kaltextrakt mit Zeit ") } }), None),
            (
                json!({ "lines": { "headline": line("Kaltextrakt, mit viel Zeit") } }),
                Some("“headline” has 26 characters"),
            ),
            (json!({ "lines": { "headline": line("Zeit für Kaffee") } }), Some("“headline” has to say “Kaltextrakt”")),
            (
                json!({ "lines": { "headline": line("Kaltextrakt\nmit Zeit") } }),
                Some("“headline” has more than one line"),
            ),
            (json!({ "lines": { "headline": line("") } }), Some("“headline” is empty")),
            (
                json!({ "lines": { "headline": { "text": "Kaltextrakt" } } }),
                Some("“headline” needs a back_translation"),
            ),
            (json!({ "lines": { "headline": "Kaltextrakt" } }), Some("“headline” is no object")),
            (json!({ "lines": { "subline": line("Kaltextrakt") } }), Some("there is no line “headline”")),
            (json!({ "headline": "Kaltextrakt" }), Some("it is not the JSON")),
        ];
        for (answer, expected) in cases {
            let wrapped = format!("Here it is:\n```json\n{answer}\n```");
            for text in [answer.to_string(), wrapped] {
                match (manners.read(&text, &wanted), expected) {
                    (Ok(lines), None) => assert_eq!(lines["headline"].text, "Kaltextrakt mit Zeit"),
                    (Err(wrong), Some(start)) => assert!(wrong[0].starts_with(start), "{answer}: {wrong:?}"),
                    (read, _) => panic!("{answer}: {read:?}"),
                }
            }
        }
        assert!(manners.read("sorry, I cannot do that", &wanted).is_err());
    }

    #[test]
    fn prices_claims_and_legal_lines_are_peoples() {
        for (slot, is_forbidden) in
            [("headline", false), ("price", true), ("was_price", true), ("legal", true), ("claim-2", true)]
        {
            assert_eq!(is_for_people("lines", slot).is_some(), is_forbidden, "{slot}");
        }
    }
}
