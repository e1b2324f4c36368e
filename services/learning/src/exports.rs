//! Rows that train other people's models: what of the journal may leave, as preference pairs and labels in the formats of
//! TRL, Diffusion-DPO and Label Studio, with a data card and a list of what must be deleted again. JSON values, a line each;
//! writing files, pictures and Parquet is for others.
//!
//! The order is fixed and the same for every format: consent and sensitivity first, then pairs, then one of each, then
//! the split. Nothing after the first step ever sees a row that may not leave.

mod admission;
mod card;
mod diffusion;
mod label_studio;
mod pairs;
mod pseudonym;
mod split;
mod trl;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use admission::{Deletions, deletions};
pub use label_studio::LABEL_STUDIO_CONFIG;
pub use pairs::{Pair, Source};
pub use split::Split;

use crate::consent::revisions_of;
use crate::event::Event;
use crate::learner::BadEvent;
use admission::Admitted;
use pseudonym::Pseudonyms;

/// What an export must know of a revision besides the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The hash of its bytes; two items with the same hash are the same ad.
    pub output_hash: String,
    /// What it is one of several tries for: campaign, cell and step. Siblings share it.
    pub slot: String,
    pub campaign: String,
    /// A sensitive campaign's never leaves, whatever the brand granted.
    pub is_sensitive: bool,
    pub market: String,
    /// What was asked for, in words.
    pub prompt: String,
    /// The ad's words, where it has any.
    pub text: String,
    /// Where its picture is: a path or an address the reader of the export can open. Empty where there is none.
    pub picture: String,
    /// Pictures that were handed in with the prompt.
    pub inputs: Vec<String>,
    pub model: String,
}

/// Every revision the journal speaks of, by its id. One that is missing is left out.
pub type Items = BTreeMap<String, Item>;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// TRL, explicit prompt, conversational: `prompt`, `chosen`, `rejected`; of words.
    Preference,
    /// TRL (KTO): `prompt`, `completion`, `label`; of words.
    Unpaired,
    /// TRL's reward trainer: whole conversations `chosen` and `rejected`, and `margin`; of words.
    Reward,
    /// Pick-a-Pic's columns; of pictures.
    DiffusionDpo,
    /// Tasks with annotations for [`LABEL_STUDIO_CONFIG`]; of pictures.
    LabelStudio,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub split: Split,
    pub value: Value,
}

/// An export ready to be written in any format.
#[derive(Debug)]
pub struct Export<'a> {
    admitted: Vec<Admitted<'a>>,
    pairs: Vec<Pair>,
    splits: BTreeMap<String, Split>,
    pseudonyms: Pseudonyms,
    items: &'a Items,
    /// Whether any prompt came with pictures.
    has_inputs: bool,
}

impl<'a> Export<'a> {
    /// Reads a brand's or an organization's journal. `key` makes the pseudonyms: keep it as long as somebody may ask for
    /// deletion, use another for each receiver.
    pub fn new(
        events: impl IntoIterator<Item = &'a Event> + Clone,
        items: &'a Items,
        key: &[u8],
    ) -> Result<Export<'a>, BadEvent> {
        let admitted = admission::admit(events, items)?;
        let pairs = pairs::pairs(&admitted, items);
        let splits = split::splits(&admitted, items);
        let revisions = admitted.iter().flat_map(|row| revisions_of(row.event));
        let has_inputs = revisions.filter_map(|revision| items.get(revision)).any(|item| !item.inputs.is_empty());
        Ok(Export { admitted, pairs, splits, pseudonyms: Pseudonyms::new(key), items, has_inputs })
    }

    /// All lines of a format, in the journal's order.
    pub fn lines(&self, format: Format) -> Vec<Line> {
        match format {
            Format::Preference => trl::preference(self),
            Format::Unpaired => trl::unpaired(self),
            Format::Reward => trl::reward(self),
            Format::DiffusionDpo => diffusion::lines(self),
            Format::LabelStudio => label_studio::lines(self),
        }
    }

    /// What is in it, how it came about and what is known to be wrong with it.
    pub fn card(&self) -> Value {
        card::card(self)
    }

    /// The pairs behind the formats.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn split_of(&self, campaign: &str) -> Split {
        self.splits.get(campaign).copied().unwrap_or(Split::Train)
    }

    fn item(&self, revision: &str) -> &Item {
        self.items.get(revision).expect("only revisions with an item are admitted")
    }

    /// Ids for deletion requests and honest use, which trainers ignore.
    fn ids(&self, pair: &Pair) -> Value {
        serde_json::json!({
            "x_pair": pair.id,
            "x_events": pair.events,
            "x_chosen": self.item(&pair.chosen).output_hash,
            "x_rejected": self.item(&pair.rejected).output_hash,
            "x_campaign": self.pseudonyms.of("c", &pair.campaign),
            "x_people": pair.people.iter().map(|person| self.pseudonyms.of("p", person)).collect::<Vec<_>>(),
            "x_consent": pair.consent,
            "x_source": pair.source.word(),
            "x_element": pair.element,
            "x_market": self.item(&pair.chosen).market,
            "x_probability": pair.probability,
        })
    }
}

/// Adds the fields of one object to another.
fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}
