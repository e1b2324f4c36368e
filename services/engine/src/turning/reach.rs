//! Which ads a turn reaches, and the versions that they are made again at. Those that other versions made are left out:
//! an edit changes what it says and nothing else.

use std::collections::HashMap;

use galley_domain::access::Scope;
use galley_domain::cell::value_of;
use galley_domain::digest::Digest;
use galley_domain::ids::{Id, RunId};
use galley_domain::turn::{TurnScope, says_the_same};
use galley_store::revisions::Revision;
use galley_store::variants::{self, Reached, Variant};
use galley_store::{plans, runs};

use super::{LeftOut, TurnInput};
use crate::{ActionError, Engine, Pins, Sources, planning};

/// Most ads that one turn changes: what one transaction writes.
const MOST: usize = 10_000;

/// The ads that a turn reaches beside the one that it is taken at.
pub(super) struct Reach {
    pub others: Vec<Variant>,
    pub left_out: LeftOut,
    /// At the versions that all of them were made from.
    pub sources: Sources,
}

impl Reach {
    pub async fn load(
        engine: &Engine,
        scope: &Scope,
        (lead, revision): (&Variant, &Revision),
        input: &TurnInput,
    ) -> Result<Reach, ActionError> {
        // The versions that it was last wanted at: those of its revision, unless a later plan is about to make another.
        let run = lead.run.unwrap_or(revision.run);
        let own = pins(engine, scope, run).await?.ok_or(ActionError::NotFound("plan"))?;
        if input.scope == TurnScope::Variant {
            let sources = Sources::load(engine, scope, own).await?;
            return Ok(Reach { others: Vec::new(), left_out: LeftOut::default(), sources });
        }
        let mut others = in_scope(engine, scope, lead, input.scope).await?;
        let mut left_out = LeftOut::default();
        others.retain(|variant| {
            left_out.without_picture += u64::from(variant.revision.is_none());
            variant.revision.is_some()
        });
        // The newest versions among them, unless the ad itself would change by them.
        let newest = others.iter().chain([lead]).filter_map(|variant| variant.run).max_by_key(|run| run.uuid());
        let newest = match newest {
            Some(run) => pins(engine, scope, run).await?.filter(|newest| *newest != own),
            None => None,
        };
        let is_same =
            |keys: &HashMap<String, Digest>, variant: &Variant| keys.get(&variant.cell) == Some(&variant.gate_key);
        let mut known = None;
        if let Some(newest) = newest {
            let (sources, keys) = planning::keys(engine, Sources::load(engine, scope, newest).await?).await?;
            known = is_same(&keys, lead).then_some((sources, keys));
        }
        let (sources, keys) = match known {
            Some(known) => known,
            None => planning::keys(engine, Sources::load(engine, scope, own).await?).await?,
        };
        others.retain(|variant| {
            let stays = is_same(&keys, variant);
            left_out.other_versions += u64::from(!stays);
            stays
        });
        Ok(Reach { others, left_out, sources })
    }
}

/// The variants of the scope but the lead.
async fn in_scope(
    engine: &Engine,
    scope: &Scope,
    lead: &Variant,
    reach: TurnScope,
) -> Result<Vec<Variant>, ActionError> {
    let (market, format) = match reach {
        TurnScope::Set => (lead.market.as_deref(), None),
        TurnScope::Markets => (None, lead.format.as_deref()),
        TurnScope::Variant | TurnScope::Campaign => (None, None),
    };
    let wanted = Reached { campaign: lead.campaign, market, format };
    let mut found = variants::list_reached(&engine.store, scope, wanted, MOST + 1).await?;
    if found.len() > MOST {
        let detail = format!("one turn changes at most {MOST} ads: choose a narrower scope");
        return Err(ActionError::conflict("scope_too_large", detail));
    }
    found.retain(|variant| variant.id != lead.id && reach.reaches(&lead.cell, &variant.cell));
    Ok(found)
}

/// The versions that a run was made from; none for one that made nothing.
pub(crate) async fn pins(engine: &Engine, scope: &Scope, run: RunId) -> Result<Option<Pins>, ActionError> {
    let Some(plan) = runs::get(&engine.store, scope, run).await?.plan else { return Ok(None) };
    let plan = plans::get_plan(&engine.store, scope, plan).await?;
    Ok(Some(Pins::of(&plan)))
}

/// Whether the words of one ad are those of another: the same message in the same language.
pub(super) fn has_same_words(engine: &Engine, one: &str, other: &str) -> bool {
    let locale = |cell| {
        let market = value_of(cell, "market")?;
        engine.catalog.markets.get(market).map(|market| &market.locale)
    };
    says_the_same(one, other) && locale(one) == locale(other)
}
