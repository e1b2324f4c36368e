//! Lines that several languages share, letter for letter: found once for a campaign, so that an ad's checks depend on
//! those of its own lines and on no others. Whether such a line is a mistake, a check says.

use std::collections::{BTreeMap, BTreeSet};

use galley_domain::brief::WholeBrief;
use galley_domain::catalog::Catalog;
use galley_domain::copy_deck::ANY_MESSAGE;
use galley_domain::plan::RepeatedLine;
use galley_domain::workflow::Workflow;

use super::{MESSAGE, NAME, With, offer_slots, with};

/// What a line is a line of: axis, value, slot, text.
type Found = (String, String, String, String);

/// The lines of a brief's messages and offers that stand in markets of more than one language.
pub(crate) fn repeated(catalog: &Catalog, workflow: &Workflow, brief: &WholeBrief) -> Vec<RepeatedLine> {
    let markets =
        brief.brief.markets.iter().filter_map(|id| Some((id.as_str(), catalog.markets.get(id)?.locale.as_str())));
    let markets: BTreeMap<&str, &str> = markets.collect();
    let mut found: BTreeMap<Found, BTreeMap<String, String>> = BTreeMap::new();
    let mut note = |line: Found, market: &str, locale: &str| {
        found.entry(line).or_default().insert(market.to_owned(), locale.to_owned());
    };
    for step in workflow.steps.iter().filter(|step| step.kind == NAME) {
        let with: With = with(step);
        for (message, slot) in messages(brief).flat_map(|message| with.slots.iter().map(move |slot| (message, slot))) {
            for (market, locale) in &markets {
                let line =
                    brief.decks.values().next().map(|deck| deck.line(message, slot, locale, &brief.brief.fallback));
                if let Some(Ok(line)) = line {
                    note((MESSAGE.to_owned(), message.to_owned(), slot.clone(), line.text), market, locale);
                }
            }
        }
        let Some(feed) = with.feed.as_ref().and_then(|input| brief.feeds.get(input)) else { continue };
        let axis = with.feed.as_ref().and_then(|input| workflow.inputs.get(input)?.axis.clone()).unwrap_or_default();
        for (id, market) in feed.pairs() {
            let found = markets.get(market.as_str()).zip(feed.find(&id, &market));
            let Some((locale, offer)) = found else { continue };
            for (slot, text) in offer_slots(catalog, &market, offer) {
                note((axis.clone(), id.clone(), slot, text), &market, locale);
            }
        }
    }
    let line = |((axis, item, slot, text), markets)| RepeatedLine { axis, item, slot, text, markets };
    found.into_iter().filter(|(_, markets)| is_of_many_languages(markets)).map(line).collect()
}

fn messages(brief: &WholeBrief) -> impl Iterator<Item = &str> {
    let own = brief.brief.messages.iter().map(|message| message.id.as_str());
    own.chain(brief.brief.messages.is_empty().then_some(ANY_MESSAGE))
}

fn is_of_many_languages(markets: &BTreeMap<String, String>) -> bool {
    let languages: BTreeSet<&str> = markets.values().filter_map(|locale| locale.split('-').next()).collect();
    languages.len() > 1
}
