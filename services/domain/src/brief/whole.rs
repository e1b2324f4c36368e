//! A brief read together with the files it names, so that one round tells everything that is wrong
//! with all of them. What a picture must be is for the caller to say: nothing is decoded here.

use std::collections::BTreeMap;

use super::{Brief, Draft, check};
use crate::bundle::Bundle;
use crate::catalog::Catalog;
use crate::copy_deck::CopyDeck;
use crate::product_feed::ProductFeed;
use crate::source::{Problem, Problems};
use crate::workflow::{InputKind, Workflow};

/// A brief with its tables.
#[derive(Debug)]
pub struct WholeBrief {
    pub brief: Brief,
    /// By the workflow's input.
    pub decks: BTreeMap<String, CopyDeck>,
    /// By the workflow's input.
    pub feeds: BTreeMap<String, ProductFeed>,
}

impl Draft {
    /// Checks the brief and every file that it names; `look` says what is wrong with a picture.
    /// Tells everything that is wrong with all of them at once. Where the workflow is the nearest
    /// to the one that was named, or none, what can be told without the right one is told.
    pub fn check_whole(
        &self,
        catalog: &Catalog,
        workflow: Option<&Workflow>,
        files: &Bundle,
        look: &dyn Fn(&str, &[u8]) -> Option<Problem>,
    ) -> Result<WholeBrief, Problems> {
        let (brief, problems) = check::check(self, catalog, workflow, Some(files));
        let (Some(brief), Some(workflow)) = (brief, workflow) else { return Err(self.without_workflow(problems)) };
        let (mut decks, mut feeds) = (BTreeMap::new(), BTreeMap::new());
        let mut reading = Reading { brief: &brief, catalog, files, problems };
        for (input, name) in &brief.inputs {
            let (Some(spec), Some(bytes)) = (workflow.inputs.get(input), files.find(name)) else { continue };
            match spec.kind {
                InputKind::CopyDeck => {
                    decks.extend(reading.deck(name, bytes).map(|deck| (input.clone(), deck)));
                }
                InputKind::ProductFeed => {
                    let feed = reading.feed(name, bytes, spec.axis.as_deref());
                    feeds.extend(feed.map(|feed| (input.clone(), feed)));
                }
                InputKind::Image => reading.problems.extend(look(name, bytes)),
            }
        }
        let problems = reading.problems;
        Problems::unless_empty(WholeBrief { brief, decks, feeds }, problems)
    }

    /// Without a workflow nothing can be right, also where the brief alone is.
    fn without_workflow(&self, mut problems: Vec<Problem>) -> Problems {
        if problems.is_empty() {
            problems.push(self.doc.problem("/workflow", "the workflow is not known"));
        }
        Problems::sorted(problems)
    }
}

struct Reading<'a> {
    brief: &'a Brief,
    catalog: &'a Catalog,
    files: &'a Bundle,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn deck(&mut self, name: &str, bytes: &[u8]) -> Option<CopyDeck> {
        let (deck, first) = CopyDeck::read(name, bytes);
        let later = deck.as_ref().map(|deck| deck.check(self.brief, self.catalog)).unwrap_or_default();
        self.problems.extend(Problems::join(first, later));
        deck
    }

    fn feed(&mut self, name: &str, bytes: &[u8], axis: Option<&str>) -> Option<ProductFeed> {
        let (feed, first) = ProductFeed::read(name, bytes);
        let check = |feed: &ProductFeed| feed.check(self.brief, self.catalog, axis, Some(self.files));
        let later = feed.as_ref().map(check).unwrap_or_default();
        self.problems.extend(Problems::join(first, later));
        feed
    }
}
