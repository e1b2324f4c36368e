//! What an export must know of the revisions that the journal speaks of, besides the journal: their words, what was asked
//! for, where the picture is.

use std::collections::{BTreeSet, HashMap};

use galley_domain::access::{Brands, Scope};
use galley_domain::asset::AdFacts;
use galley_domain::cell;
use galley_domain::ids::{BrandId, Id, OrganizationId, RevisionId};
use galley_learning::exports::{Item, Items};
use galley_learning::{Event, revisions_of};
use galley_store::campaigns::Campaign;
use galley_store::outputs::Output;
use galley_store::revisions::Revision;
use galley_store::{StoreError, journal, outputs, revisions, variants};

use crate::Engine;

/// Revisions that are looked up at once.
const CHUNK: usize = 1_000;

/// A brand's events and what is known of their revisions.
pub(crate) async fn material(
    engine: &Engine,
    organization: OrganizationId,
    brand: BrandId,
) -> Result<(Vec<Event>, Items), StoreError> {
    // Entries about a person name no brand, and a person may be forgotten.
    let whole = Scope::whole(organization);
    let (head, _) = journal::head(&engine.store, &whole).await?;
    let mut events = super::events(engine, &whole, head).await?;
    let name = brand.to_string();
    events.retain(|event| event.brand == name || event.brand.is_empty());
    let ids: BTreeSet<RevisionId> =
        events.iter().flat_map(revisions_of).filter_map(|id| RevisionId::parse(id).ok()).collect();
    let ids: Vec<RevisionId> = ids.into_iter().collect();
    let scope = Scope { organization, brands: Brands::Only(vec![brand]) };
    let mut items = Items::new();
    for chunk in ids.chunks(CHUNK) {
        add_items(engine, &scope, chunk, &mut items).await?;
    }
    Ok((events, items))
}

async fn add_items(engine: &Engine, scope: &Scope, ids: &[RevisionId], items: &mut Items) -> Result<(), StoreError> {
    let store = &engine.store;
    let found = revisions::find_many(store, scope, ids).await?;
    let keys: Vec<_> = found.iter().map(|revision| revision.subject_key).collect();
    let made = outputs::get(store, scope.organization, &keys).await?;
    let of: Vec<_> = found.iter().map(|revision| revision.variant).collect();
    let cells: HashMap<_, _> =
        variants::find_many(store, scope, &of).await?.into_iter().map(|variant| (variant.id, variant.cell)).collect();
    let known = super::campaigns_of(engine, scope, &found).await?;
    for revision in &found {
        let (Some(campaign), Some(cell)) = (known.get(&revision.campaign), cells.get(&revision.variant)) else {
            continue;
        };
        items.insert(revision.id.to_string(), item(revision, campaign, cell, made.get(&revision.subject_key)));
    }
    Ok(())
}

fn item(revision: &Revision, campaign: &Campaign, cell: &str, output: Option<&Output>) -> Item {
    let facts: Option<AdFacts> = output.and_then(|output| serde_json::from_value(output.facts.clone()).ok());
    let lines = facts.iter().flat_map(|facts| &facts.texts).map(|text| format!("{}: {}", text.slot, text.text));
    Item {
        output_hash: revision.output_hash.to_string(),
        slot: format!("{}/{cell}", revision.campaign),
        campaign: revision.campaign.to_string(),
        is_sensitive: campaign.is_sensitive,
        market: cell::value_of(cell, "market").unwrap_or_default().to_owned(),
        prompt: prompt(&campaign.title, cell),
        text: lines.collect::<Vec<_>>().join("\n"),
        picture: format!("media/{}", revision.output_hash),
        inputs: Vec::new(),
        model: output.and_then(|output| output.model.clone()).unwrap_or_default(),
    }
}

/// What was asked for, in words: `An ad for “Spring”: format story, locale de-DE, message refill.`
fn prompt(title: &str, cell: &str) -> String {
    let parts: Vec<String> = cell::pairs(cell).map(|(axis, value)| format!("{axis} {value}")).collect();
    format!("An ad for “{title}”: {}.", parts.join(", "))
}
