//! Whether the changes of a turn can be made in an ad: slots that its layout has, fields that such a slot has, colours
//! of its brand. And what nobody may change by hand: the words of legal lines, prices and claims, and that they are
//! there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use galley_compose::{EditError, Edits, Layout, Palette, SlotEdit};
use galley_domain::adjustment::{Adjustments, Changes, Field, Setting};
use galley_domain::copy_deck::may_fall_back;
use galley_domain::source::{Problem, Problems};

use crate::steps::compose;
use crate::{Engine, Sources};

/// Checks what is set; what is taken back may always be. `shown` are the slots whose words may be set; without it, all
/// of the layout.
pub(crate) fn check_changes(
    engine: &Engine,
    sources: &Sources,
    shown: Option<&BTreeSet<String>>,
    changes: &Changes,
) -> Result<(), Problems> {
    let step = sources.workflow.subject_step().map(|index| &sources.workflow.steps[index]);
    let step = step.filter(|step| step.kind == compose::NAME);
    let layout = step.and_then(|step| compose::own_layout(engine, &sources.workflow_files, step));
    let checking = Checking { sources, layout, shown };
    let problems = changes.settings().filter_map(|(slot, field, setting)| {
        let message = checking.problem(slot, field, setting)?;
        Some(Problems::field(&format!("/adjustments/{slot}/{}", field.word()), message).0)
    });
    let problems: Vec<Problem> = problems.flatten().collect();
    Problems::unless_empty((), problems)
}

struct Checking<'a> {
    sources: &'a Sources,
    layout: Option<Arc<Layout>>,
    shown: Option<&'a BTreeSet<String>>,
}

impl Checking<'_> {
    fn problem(&self, slot: &str, field: Field, setting: &Setting) -> Option<String> {
        let is_protected = !may_fall_back(slot);
        match (field, setting) {
            (Field::Text, _) if is_protected => {
                Some("legal lines, prices and claims come from the brand kit, the feed and the deck alone".to_owned())
            }
            (Field::Hide, Setting::Yes(true)) if is_protected => {
                Some("legal lines, prices and claims are never left out".to_owned())
            }
            (Field::Text, _) if self.shown.is_some_and(|shown| !shown.contains(slot)) => Some(self.unset(slot)),
            (Field::Color | Field::Fill, Setting::Word(name)) if !self.sources.kit.palette.contains_key(name) => {
                let known: Vec<&str> = self.sources.kit.palette.keys().map(String::as_str).collect();
                Some(format!("the brand kit's palette has no {name}; it has {}", known.join(", ")))
            }
            _ => self.misfit(slot, field, setting),
        }
    }

    fn unset(&self, slot: &str) -> String {
        let shown = self.shown.into_iter().flatten().filter(|slot| may_fall_back(slot));
        let known: Vec<&str> = shown.map(String::as_str).collect();
        format!("{slot} cannot be set here; possible are {}", known.join(", "))
    }

    /// What the composer says about such an edit.
    fn misfit(&self, slot: &str, field: Field, setting: &Setting) -> Option<String> {
        let Some(layout) = &self.layout else {
            return Some("this ad is not composed: it has no slots to adjust".to_owned());
        };
        let adjusted = serde_json::json!({ slot: { field.word(): setting.json() } });
        let adjustments: Adjustments = serde_json::from_value(adjusted).ok()?;
        let text = (field == Field::Text).then(String::new);
        let edits = adjustments
            .list()
            .map(|(slot, one)| (slot.clone(), SlotEdit { text: text.clone(), ..compose::slot_edit(slot, one) }));
        let colors = self.sources.kit.palette.iter().map(|(name, rgb)| (name.clone(), *rgb));
        let edits = Edits { slots: edits.collect::<BTreeMap<_, _>>() };
        match edits.check(layout, &Palette::new(colors)) {
            Ok(()) => None,
            Err(EditError::WrongKind { kind, what, .. }) => Some(format!("{slot} is {kind}, which has no {what}")),
            Err(error) => Some(error.to_string()),
        }
    }
}
