//! Sends sealed variants out: each is checked against what its seal was bound to, named by the
//! workflow's pattern, and handed to the delivery lane. A broken seal opens the review again.

use std::collections::{BTreeMap, HashMap, HashSet};

use galley_domain::access::{Access, Permission};
use galley_domain::cell;
use galley_domain::digest::Hasher;
use galley_domain::format::Mime;
use galley_domain::ids::{CampaignId, ReleaseId, RevisionId, RunId, TaskId, VariantId};
use galley_domain::review::StageState;
use galley_domain::workflow::NamePattern;
use galley_store::campaigns::Campaign;
use galley_store::releases::{self, NewRelease, NewReleaseItem};
use galley_store::revisions::Revision;
use galley_store::runs::{self, Run};
use galley_store::tasks::{self, NewTask, TaskBatch};
use galley_store::variants::{self, Variant};
use galley_store::{Tx, campaigns, journal, outputs, revisions, stages};
use serde_json::json;

use super::notes::note_campaign;
use crate::present::Picture;
use crate::{ActionError, Engine, Sources, deliver, planning};

/// What to send where.
#[derive(Debug, Clone)]
pub struct ReleaseInput {
    pub campaign: CampaignId,
    /// A destination that the workflow publishes to.
    pub destination: String,
    /// Only these; `None`: every sealed one that is not there yet.
    pub variants: Option<Vec<VariantId>>,
}

/// What became of it.
#[derive(Debug)]
pub struct ReleaseAnswer {
    pub release: ReleaseId,
    pub items: u64,
    /// Variants whose seal is broken, and what broke it.
    pub refused: Vec<(VariantId, Vec<String>)>,
}

/// Everything around one release.
struct Releasing<'a> {
    engine: &'a Engine,
    access: &'a Access,
    campaign: &'a Campaign,
    sources: Sources,
    pattern: NamePattern,
    now_ms: i64,
}

/// A variant with the revision that is to go out.
struct Sealed {
    variant: Variant,
    revision: Revision,
}

/// Creates a release.
pub async fn create_release(
    engine: &Engine,
    access: &Access,
    input: ReleaseInput,
) -> Result<ReleaseAnswer, ActionError> {
    let scope = access.scope();
    let campaign = campaigns::get_campaign(&engine.store, &scope, input.campaign).await?;
    if !access.may(Permission::Publish, campaign.brand_id()) {
        return Err(ActionError::NotAllowed("producers and brand managers publish".to_owned()));
    }
    let pins = planning::current_pins(engine, &scope, &campaign).await?;
    let sources = Sources::load(engine, &scope, pins).await?;
    let pattern = pattern(engine, &sources, &input.destination)?;
    let now_ms = engine.now_ms();
    let releasing = Releasing { engine, access, campaign: &campaign, sources, pattern, now_ms };
    let sealed = releasing.sealed(&input).await?;
    let (whole, broken) = releasing.sort(sealed).await?;
    releasing.reopen(&broken).await?;
    if whole.is_empty() {
        let refused: Vec<_> =
            broken.iter().map(|(s, why)| json!({ "variant_id": s.variant.id, "broken_by": why })).collect();
        return Err(ActionError::Conflict {
            code: "nothing_to_publish",
            detail: "no sealed variant is left to send there".to_owned(),
            extras: json!({ "refused": refused }),
        });
    }
    let release = releasing.write(&input.destination, &whole).await?;
    engine.changed();
    let refused = broken
        .into_iter()
        .map(|(sealed, why)| (sealed.variant.id, why.into_iter().map(str::to_owned).collect()))
        .collect();
    Ok(ReleaseAnswer { release, items: whole.len() as u64, refused })
}

/// The name pattern of the workflow for a destination that this installation has.
fn pattern(engine: &Engine, sources: &Sources, to: &str) -> Result<NamePattern, ActionError> {
    let known: Vec<&str> = sources.workflow.publish.iter().map(|target| target.to.as_str()).collect();
    let target = sources.workflow.publish.iter().find(|target| target.to == to);
    let Some(target) = target else {
        let message = format!("the workflow does not publish to {to}; it knows {}", known.join(", "));
        return Err(ActionError::invalid("/destination", message));
    };
    if !engine.destinations.contains_key(to) {
        let message = format!("this installation has no destination {to}: configure [destinations.{to}]");
        return Err(ActionError::invalid("/destination", message));
    }
    Ok(target.name.clone())
}

impl Releasing<'_> {
    /// The approved variants that the destination does not have yet.
    async fn sealed(&self, input: &ReleaseInput) -> Result<Vec<Sealed>, ActionError> {
        let (store, scope) = (&self.engine.store, self.access.scope());
        let sent: HashSet<RevisionId> =
            releases::list_released_revisions(store, &scope, input.campaign, &input.destination)
                .await?
                .into_iter()
                .collect();
        let only: Option<HashSet<VariantId>> = input.variants.as_ref().map(|list| list.iter().copied().collect());
        let found: Vec<Variant> = variants::list_sealed(store, &scope, input.campaign)
            .await?
            .into_iter()
            .filter(|variant| only.as_ref().is_none_or(|only| only.contains(&variant.id)))
            .filter(|variant| variant.revision.is_some_and(|id| !sent.contains(&id)))
            .collect();
        let ids: Vec<RevisionId> = found.iter().filter_map(|variant| variant.revision).collect();
        let mut revisions: HashMap<RevisionId, Revision> =
            revisions::find_many(store, &scope, &ids).await?.into_iter().map(|r| (r.id, r)).collect();
        let pair = |variant: Variant| {
            let revision = revisions.remove(&variant.revision?)?;
            Some(Sealed { variant, revision })
        };
        Ok(found.into_iter().filter_map(pair).collect())
    }

    /// Parts those whose seal holds from those whose seal is broken, and says by what.
    async fn sort(&self, sealed: Vec<Sealed>) -> Result<(Vec<Sealed>, Vec<(Sealed, Vec<&'static str>)>), ActionError> {
        let keys: Vec<_> = sealed.iter().map(|s| s.revision.subject_key).collect();
        let made = outputs::get(&self.engine.store, self.access.organization, &keys).await?;
        let rules = self.sources.rules(&self.engine.catalog);
        let (mut whole, mut broken) = (Vec::new(), Vec::new());
        for item in sealed {
            let why = match (&item.revision.seal, made.get(&item.revision.subject_key)) {
                (Some(seal), Some(output)) => seal.broken_by(&rules.seal(&item.variant.cell, &Picture::of(output)?)),
                _ => vec!["the picture"],
            };
            if why.is_empty() { whole.push(item) } else { broken.push((item, why)) }
        }
        Ok((whole, broken))
    }

    /// A broken seal: people look again, from the first stage on.
    async fn reopen(&self, broken: &[(Sealed, Vec<&'static str>)]) -> Result<(), ActionError> {
        if broken.is_empty() {
            return Ok(());
        }
        let scope = self.access.scope();
        let ids: Vec<RevisionId> = broken.iter().map(|(sealed, _)| sealed.revision.id).collect();
        let tx = self.engine.store.begin().await?;
        revisions::unseal(&tx, &ids).await?;
        for mut stage in stages::list(&tx, &scope, &ids).await? {
            let is_first = stage.position == 0;
            stage.state = if is_first { StageState::Open } else { StageState::Waiting };
            stage.opened_ms = is_first.then_some(self.now_ms);
            (stage.due_ms, stage.closed_ms) = (None, None);
            stages::set_state(&tx, &stage).await?;
            if is_first {
                let shown = Some((stage.name.as_str(), None));
                variants::set_state(&tx, stage.variant, "in_review", shown, self.now_ms).await?;
            }
        }
        let mut entries = Vec::with_capacity(broken.len());
        for (sealed, why) in broken {
            let place = (self.campaign.brand_id(), self.campaign.id());
            let payload = json!({ "broken_by": why });
            let mut entry = note_campaign(self.engine, self.access, "break_seal", place, payload);
            (entry.variant, entry.revision) = (Some(sealed.variant.id), Some(sealed.revision.id));
            entries.push(entry);
        }
        journal::append(&tx, &scope, self.now_ms, entries).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn write(&self, destination: &str, whole: &[Sealed]) -> Result<ReleaseId, ActionError> {
        let (release, run): (ReleaseId, RunId) = (self.engine.ids.next(), self.engine.ids.next());
        let scope = self.access.scope();
        let items = self.items(whole)?;
        let count = items.len();
        let by = self.access.actor.written();
        let tx = self.engine.store.begin().await?;
        runs::insert(&tx, &self.run(run, release, count)).await?;
        let new = NewRelease {
            id: release,
            campaign: self.campaign.id(),
            run,
            destination: destination.to_owned(),
            items,
            created_by: by,
            created_ms: self.now_ms,
        };
        releases::insert_release(&tx, &scope, new).await?;
        self.insert_tasks(&tx, run, release, whole).await?;
        let place = (self.campaign.brand_id(), self.campaign.id());
        let payload = json!({ "release": release, "destination": destination, "items": count });
        let entry = note_campaign(self.engine, self.access, "create_release", place, payload);
        journal::append(&tx, &scope, self.now_ms, vec![entry]).await?;
        tx.commit().await?;
        Ok(release)
    }

    fn run(&self, id: RunId, release: ReleaseId, items: usize) -> Run {
        Run {
            id,
            organization: self.campaign.organization_id(),
            brand: self.campaign.brand_id(),
            campaign: self.campaign.id(),
            plan: None,
            release: Some(release),
            kind: "release".to_owned(),
            state: "active".to_owned(),
            weight: self.campaign.weight,
            launched_by: self.access.actor.written(),
            launched_ms: self.now_ms,
            finished_ms: None,
            currency: self.campaign.currency.clone(),
            hold_nano: 0,
            spent_nano: 0,
            task_count: i32::try_from(items + 1).unwrap_or(i32::MAX),
            reused_count: 0,
        }
    }

    fn items(&self, whole: &[Sealed]) -> Result<Vec<NewReleaseItem>, ActionError> {
        let mut names: Vec<String> = Vec::with_capacity(whole.len());
        for sealed in whole {
            names.push(self.name(sealed).map_err(|error| ActionError::conflict("bad_name", error))?);
        }
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &names {
            *count.entry(name).or_default() += 1;
        }
        let items = whole.iter().zip(&names).map(|(sealed, name)| {
            let picture = sealed.revision.picture();
            NewReleaseItem {
                variant: sealed.variant.id,
                revision: sealed.revision.id,
                name: if count[name.as_str()] > 1 { tell_apart(name, sealed) } else { name.clone() },
                hash: sealed.revision.output_hash,
                bytes: picture.map_or(0, |blob| blob.bytes),
                mime: picture.map(|blob| blob.mime.clone()).unwrap_or_default(),
            }
        });
        Ok(items.collect())
    }

    fn name(&self, sealed: &Sealed) -> Result<String, String> {
        let picture = sealed.revision.picture();
        let catalog = &self.engine.catalog;
        self.pattern.render(&|placeholder| match placeholder {
            "brand" => Some(self.sources.brief.brand.clone()),
            "campaign" => Some(self.sources.brief.campaign.clone()),
            "revision" => Some(sealed.revision.number.to_string()),
            "width" => picture.map(|blob| blob.width.to_string()),
            "height" => picture.map(|blob| blob.height.to_string()),
            "ext" => picture.map(|blob| extension(&blob.mime).to_owned()),
            "locale" => {
                let market = catalog.markets.get(sealed.variant.market.as_deref()?)?;
                Some(market.locale.clone())
            }
            axis => cell::value_of(&sealed.variant.cell, axis).map(str::to_owned),
        })
    }

    async fn insert_tasks(&self, tx: &Tx, run: RunId, release: ReleaseId, whole: &[Sealed]) -> Result<(), ActionError> {
        let batch = |kind: &str| TaskBatch {
            organization: self.campaign.organization_id(),
            brand: self.campaign.brand_id(),
            campaign: self.campaign.id(),
            run,
            step: kind.to_owned(),
            kind: kind.to_owned(),
            lane: deliver::LANE.to_owned(),
            now_ms: self.now_ms,
        };
        let task = |what: String, ordinal: usize, pending: usize| NewTask {
            id: self.engine.ids.next::<TaskId>(),
            ordinal: ordinal as i32,
            key: Hasher::new("release").text("release", &release.to_string()).text("what", &what).finish(),
            cell: what,
            needs: Vec::new(),
            pending: pending as i32,
        };
        let sends: Vec<NewTask> = whole
            .iter()
            .enumerate()
            .map(|(at, sealed)| task(format!("variant={}", sealed.variant.id), at, 0))
            .collect();
        let manifest = task("manifest".to_owned(), sends.len(), sends.len());
        let edges: Vec<(TaskId, TaskId)> = sends.iter().map(|send| (send.id, manifest.id)).collect();
        tasks::insert(tx, &batch(deliver::VARIANT), &sends).await?;
        tasks::insert(tx, &batch(deliver::MANIFEST), &[manifest]).await?;
        tasks::insert_edges(tx, &edges).await?;
        Ok(())
    }
}

fn extension(mime: &str) -> &'static str {
    Mime::find(mime).map_or("bin", Mime::extension)
}

/// Two formats of one size would get one name: both say their format then.
fn tell_apart(name: &str, sealed: &Sealed) -> String {
    let format = sealed.variant.format.as_deref().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}_{format}.{ending}"),
        None => format!("{name}_{format}"),
    }
}
