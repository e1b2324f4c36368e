//! Sources: everything a plan or a run is made from, loaded at pinned versions and parsed once.
//! Nothing here is decided; `domain::plan` does that.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use galley_checks::BrandRules;
use galley_domain::access::Scope;
use galley_domain::adjustment::Adjustments;
use galley_domain::brand_kit::BrandKit;
use galley_domain::brief::{self, Brief, Draft, WholeBrief};
use galley_domain::bundle::{Bundle, check_path};
use galley_domain::catalog::Catalog;
use galley_domain::cell;
use galley_domain::copy_deck::CopyDeck;
use galley_domain::digest::Digest;
use galley_domain::ids::{BrandKitId, BriefId, CampaignId, OrganizationId, SkillSetId, SkillVersionId, WorkflowId};
use galley_domain::plan::{PlanContext, PlanStep, RepeatedLine};
use galley_domain::product_feed::ProductFeed;
use galley_domain::skill::Place;
use galley_domain::source::{Mark, Problem, Problems};
use galley_domain::workflow::{Step, Workflow};
use galley_store::plans::Plan;
use galley_store::{adjustments, brands, campaigns, workflows};

use crate::present::Rules;
use crate::skills::Published;
use crate::{ActionError, Engine, brand_rules, steps};

/// The most a single file of a bundle or brief may weigh.
pub(crate) const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// What people adjusted in single variants, by written cell.
pub type Edits = BTreeMap<String, Adjustments>;

type Tables<'a> = (&'a BTreeMap<String, CopyDeck>, &'a BTreeMap<String, ProductFeed>);

/// How to plan one step.
pub(crate) type Planner<'a> = Box<dyn PlanStep + Send + Sync + 'a>;

/// Which versions to load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pins {
    pub campaign: CampaignId,
    pub brief: BriefId,
    pub workflow: WorkflowId,
    pub kit: BrandKitId,
    /// What was published for the brand; None where nothing was.
    pub skills: Option<SkillSetId>,
}

impl Pins {
    /// Those of a plan.
    pub(crate) fn of(plan: &Plan) -> Pins {
        Pins {
            campaign: plan.campaign_id(),
            brief: plan.brief_id(),
            workflow: plan.workflow_id(),
            kit: plan.brand_kit_id(),
            skills: plan.skill_set_id(),
        }
    }
}

/// Loaded and parsed files.
pub struct Sources {
    pub organization: OrganizationId,
    pub pins: Pins,
    pub workflow: Workflow,
    pub workflow_files: Bundle,
    workflow_digests: BTreeMap<String, Digest>,
    pub brief: Brief,
    pub brief_author: String,
    pub kit: BrandKit,
    pub kit_files: Bundle,
    kit_digests: BTreeMap<String, Digest>,
    /// The brand's own rules.
    pub brand_rules: BrandRules,
    pub(crate) skills: Published,
    /// Markets whose legal line the campaign's texts hold.
    quoted: BTreeSet<String>,
    repeated: Vec<RepeatedLine>,
    pub decks: BTreeMap<String, CopyDeck>,
    pub feeds: BTreeMap<String, ProductFeed>,
    /// Uploaded files of the brief, by name.
    pub uploads: BTreeMap<String, Bytes>,
    pub upload_digests: BTreeMap<String, Digest>,
    pub edits: Edits,
}

impl Sources {
    /// Loads pinned versions. What was accepted once parses again, so a problem here means that
    /// the rules of a newer program are stricter: it is told, not hidden.
    pub async fn load(engine: &Engine, scope: &Scope, pins: Pins) -> Result<Sources, ActionError> {
        let store = &engine.store;
        let brief_row = campaigns::find_brief(store, scope, pins.brief).await?.ok_or(ActionError::NotFound("brief"))?;
        let mut uploads = BTreeMap::new();
        let digests = brief_row.files()?;
        for (name, &digest) in &digests {
            let bytes = store.blobs().get(scope.organization, digest, MAX_FILE_BYTES).await?;
            uploads.insert(name.clone(), bytes);
        }
        let files = Uploads { files: uploads, digests };
        let edits = adjustments::list(store, scope, pins.campaign).await?;
        let base = Base::load(engine, scope, pins).await?;
        let draft = Draft::parse(brief::FILE, &brief_row.text)?;
        let parsed = parse_brief(&engine.catalog, &draft, Some(&base.workflow), &files.files)?;
        Ok(base.with(engine, (scope.organization, pins), (parsed, brief_row.created_by), files, edits))
    }

    /// Plans with other adjustments than those in force.
    pub(crate) fn set_edits(&mut self, engine: &Engine, edits: Edits) {
        self.quoted = quoted(&engine.catalog, &self.kit, (&self.decks, &self.feeds), &edits);
        self.edits = edits;
    }

    /// Those of a brief that is not saved, by this author.
    pub(crate) async fn unsaved(
        engine: &Engine,
        scope: &Scope,
        pins: Pins,
        uploads: BTreeMap<String, Bytes>,
        brief: (WholeBrief, String),
    ) -> Result<Sources, ActionError> {
        let digests = uploads.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect();
        let files = Uploads { files: uploads, digests };
        let base = Base::load(engine, scope, pins).await?;
        // What people adjusted stays when the brief changes.
        let edits = adjustments::list(&engine.store, scope, pins.campaign).await?;
        Ok(base.with(engine, (scope.organization, pins), brief, files, edits))
    }

    /// What planning needs of them.
    pub fn context<'a>(&'a self, catalog: &'a Catalog) -> PlanContext<'a> {
        PlanContext {
            workflow: &self.workflow,
            bundle: &self.workflow_files,
            files: &self.workflow_digests,
            brief: &self.brief,
            kit: &self.kit,
            kit_files: &self.kit_digests,
            quoted: &self.quoted,
            skills: &self.skills.set,
            repeated: &self.repeated,
            catalog,
            decks: &self.decks,
            feeds: &self.feeds,
            uploads: &self.upload_digests,
            edits: &self.edits,
        }
    }

    /// For each step, how to plan it.
    pub(crate) fn planners<'a>(&self, engine: &'a Engine) -> Vec<Planner<'a>> {
        self.workflow
            .steps
            .iter()
            .map(|step| {
                let kind = steps::find(&step.kind).expect("a parsed workflow has known kinds only");
                kind.planner(engine)
            })
            .collect()
    }

    /// The rules of the brand that a check holds ads to in a market: its own, and those of its skills.
    pub(crate) fn rules_of(&self, step: &Step, market: &str) -> Cow<'_, BrandRules> {
        self.skills.rules(&self.brand_rules, step, Some(market))
    }

    /// The layout that a step draws a cell with.
    pub(crate) fn layout_of(&self, catalog: &Catalog, step: &Step, cell: &str) -> Option<String> {
        steps::layout(&self.context(catalog), step, &|axis| axis_of(catalog, cell, axis))
    }

    /// The skills that had a say in the ad of a cell.
    pub(crate) fn voices(&self, catalog: &Catalog, cell: &str) -> Vec<SkillVersionId> {
        let axis = |name: &str| axis_of(catalog, cell, name);
        let (market, shape, format) = (axis("market"), axis("shape"), axis("format"));
        let place = Place { market: market.as_deref(), shape: shape.as_deref(), format: format.as_deref() };
        let exists = |layout: &str| self.workflow_files.find(&format!("{layout}/layout.toml")).is_some();
        self.skills.set.voices(&self.workflow, place, &exists).into_iter().map(|pinned| pinned.id).collect()
    }

    /// The rules around every picture of the campaign.
    pub(crate) fn rules<'a>(&'a self, catalog: &'a Catalog) -> Rules<'a> {
        Rules { kit: &self.kit, rights: &self.brief.rights, catalog }
    }
}

/// The value of a written cell on an axis, or on an axis that follows from one.
pub(crate) fn axis_of(catalog: &Catalog, cell: &str, name: &str) -> Option<String> {
    let value = |name| cell::value_of(cell, name);
    match (value(name), name) {
        (Some(known), _) => Some(known.to_owned()),
        (None, "locale") => Some(catalog.markets.get(value("market")?)?.locale.clone()),
        (None, "shape") => Some(catalog.formats.get(value("format")?)?.shape().word().to_owned()),
        _ => None,
    }
}

/// Files of a brief and their digests, by name.
struct Uploads {
    files: BTreeMap<String, Bytes>,
    digests: BTreeMap<String, Digest>,
}

/// What several briefs may share: a workflow and a brand kit at their versions.
struct Base {
    workflow: Workflow,
    workflow_files: Bundle,
    kit: BrandKit,
    kit_files: Bundle,
    brand_rules: BrandRules,
    skills: Published,
}

impl Base {
    async fn load(engine: &Engine, scope: &Scope, pins: Pins) -> Result<Base, ActionError> {
        let store = &engine.store;
        let workflow_row =
            workflows::find_workflow(store, scope, pins.workflow).await?.ok_or(ActionError::NotFound("workflow"))?;
        let kit_row =
            brands::find_brand_kit(store, scope, pins.kit).await?.ok_or(ActionError::NotFound("brand kit"))?;
        let workflow_files = load_bundle(engine, scope.organization, &workflow_row.files()?).await?;
        let kit_files = load_bundle(engine, scope.organization, &kit_row.files()?).await?;
        let workflow = Workflow::parse_bundle(&workflow_files, &steps::specs())?;
        let kit = BrandKit::parse(&kit_files, Some(&engine.catalog))?;
        let brand_rules = brand_rules::read(&kit_files, &engine.catalog)?;
        let skills = Published::load(engine, scope, pins.skills).await?;
        skills.check_named(&workflow, &workflow_files, &kit.title)?;
        Ok(Base { workflow, workflow_files, kit, kit_files, brand_rules, skills })
    }

    fn with(
        self,
        engine: &Engine,
        (organization, pins): (OrganizationId, Pins),
        (parsed, brief_author): (WholeBrief, String),
        uploads: Uploads,
        edits: Edits,
    ) -> Sources {
        Sources {
            organization,
            pins,
            workflow_digests: digests(&self.workflow_files),
            quoted: quoted(&engine.catalog, &self.kit, (&parsed.decks, &parsed.feeds), &edits),
            repeated: steps::adapt_copy::repeated(&engine.catalog, &self.workflow, &parsed),
            kit_digests: digests(&self.kit_files),
            workflow: self.workflow,
            workflow_files: self.workflow_files,
            kit: self.kit,
            kit_files: self.kit_files,
            brand_rules: self.brand_rules,
            skills: self.skills,
            brief: parsed.brief,
            brief_author,
            decks: parsed.decks,
            feeds: parsed.feeds,
            uploads: uploads.files,
            upload_digests: uploads.digests,
            edits,
        }
    }
}

/// Every text that an ad may show is looked through; see [`galley_checks::quoted_lines`].
fn quoted(catalog: &Catalog, kit: &BrandKit, (decks, feeds): Tables<'_>, edits: &Edits) -> BTreeSet<String> {
    let texts = steps::adapt_copy::texts(catalog, decks, feeds);
    let edited = edits.values().flat_map(Adjustments::texts).map(|(_, text)| text);
    galley_checks::quoted_lines(kit, texts.iter().map(String::as_str).chain(edited))
}

fn digests(bundle: &Bundle) -> BTreeMap<String, Digest> {
    bundle.files.iter().map(|(path, bytes)| (path.clone(), Digest::of(bytes))).collect()
}

pub(crate) async fn load_bundle(
    engine: &Engine,
    organization: OrganizationId,
    files: &BTreeMap<String, Digest>,
) -> Result<Bundle, ActionError> {
    let mut loaded = Vec::with_capacity(files.len());
    for (path, &digest) in files {
        let bytes = engine.store.blobs().get(organization, digest, MAX_FILE_BYTES).await?;
        loaded.push((path.clone(), bytes.to_vec()));
    }
    Ok(Bundle::parse(loaded)?)
}

/// Reads a brief and everything that came with it; tells every problem of all files at once.
pub(crate) fn parse_brief(
    catalog: &Catalog,
    draft: &Draft,
    workflow: Option<&Workflow>,
    uploads: &BTreeMap<String, Bytes>,
) -> Result<WholeBrief, Problems> {
    let folder = |is_kept: &dyn Fn(&str) -> bool| {
        let kept = uploads.iter().filter(|(name, _)| is_kept(name));
        Bundle::parse(kept.map(|(name, bytes)| (name.clone(), bytes.to_vec())))
    };
    let (files, found) = match folder(&|_| true) {
        Ok(files) => (files, Vec::new()),
        // What is wrong with the files that have good names is told along with the bad names.
        Err(problems) => match folder(&|name| check_path(name).is_ok()) {
            Ok(files) => (files, problems.0),
            Err(_) => return Err(problems),
        },
    };
    match draft.check_whole(catalog, workflow, &files, &picture_problem) {
        Ok(whole) => Problems::unless_empty(whole, found),
        Err(problems) => Err(Problems::sorted([found, problems.0].concat())),
    }
}

fn picture_problem(name: &str, bytes: &[u8]) -> Option<Problem> {
    let error = galley_compose::probe_picture(bytes).err()?;
    Some(Problem::at(name, Mark::START, error.to_string()))
}
