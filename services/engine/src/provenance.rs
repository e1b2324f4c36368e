//! Provenance: what is known of where an ad came from, gathered for its published file when a release
//! is made. What is written into files, and how, is `galley_provenance`'s.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use galley_domain::access::Scope;
use galley_domain::asset::AdFacts;
use galley_domain::cell::value_of;
use galley_domain::digest::Digest;
use galley_domain::ids::{Id, RevisionId, TaskId};
use galley_provenance::{Approval, Facts, Ingredient, Model, Right, SourceType};
use galley_store::outputs::Output;
use galley_store::read_provenance::list_origins;
use galley_store::revisions::Revision;
use galley_store::variants::Variant;
use galley_store::{decisions, outputs};
use serde::{Deserialize, Serialize};

pub use galley_provenance::{Certificate, Mark, SealState};

use crate::present::Picture;
use crate::steps::compose::{LEGAL, pictures};
use crate::{ActionError, Engine, Sources};

/// Steps between an ad and what went into it first. No workflow is deeper; a circle would end here.
const MOST_STEPS: usize = 16;
/// Letters of a description: enough for any ad, little in the file.
const MOST_LETTERS: usize = 2_000;

/// What a release's item keeps for making its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recorded {
    #[serde(flatten)]
    pub facts: Facts,
    /// The most that the format lets the finished file weigh.
    pub limit_bytes: Option<u64>,
}

/// Gathers facts for variants of one campaign.
pub(crate) struct Gathering<'a> {
    engine: &'a Engine,
    sources: &'a Sources,
    /// Everything that went into any of the ads, by key.
    made: HashMap<Digest, Output>,
    /// For each output, the outputs that it needed.
    needs: HashMap<Digest, Vec<Digest>>,
    approvals: HashMap<RevisionId, Vec<Approval>>,
}

impl<'a> Gathering<'a> {
    /// Reads what all of these revisions came from, level by level, each output once.
    pub(crate) async fn load(
        engine: &'a Engine,
        scope: &Scope,
        sources: &'a Sources,
        revisions: &[&Revision],
    ) -> Result<Gathering<'a>, ActionError> {
        let store = &engine.store;
        let (mut made, mut needs) = (HashMap::new(), HashMap::new());
        let mut wanted: BTreeSet<Digest> = revisions.iter().map(|revision| revision.subject_key).collect();
        for _ in 0..MOST_STEPS {
            let keys: Vec<Digest> = wanted.iter().copied().collect();
            let found = outputs::get(store, scope.organization, &keys).await?;
            let tasks: Vec<TaskId> = found.values().map(|output| output.task).collect();
            made.extend(found);
            wanted.clear();
            for origin in list_origins(store, &Scope::whole(scope.organization), &tasks).await? {
                wanted.extend(origin.needs.iter().filter(|need| !made.contains_key(need)));
                needs.insert(origin.key, origin.needs);
            }
            if wanted.is_empty() {
                break;
            }
        }
        let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
        let approvals = approvals(engine, scope, &ids).await?;
        Ok(Gathering { engine, sources, made, needs, approvals })
    }

    /// What the file of this variant says.
    pub(crate) fn record(&self, variant: &Variant, revision: &Revision, name: &str) -> Result<Recorded, ActionError> {
        let subject = self.made.get(&revision.subject_key).ok_or(ActionError::NotFound("output"))?;
        let picture = Picture::of(subject)?;
        let origins = self.origins(revision.subject_key);
        let ingredients = self.ingredients(variant, &origins);
        let models = models(&origins);
        let has_photo = ingredients.iter().any(|ingredient| ingredient.kind == PRODUCT);
        let language = self.language(variant);
        let format = variant.format.as_deref().and_then(|id| self.engine.catalog.formats.get(id));
        let facts = Facts {
            approved: revision.output_hash,
            name: name.rsplit('/').next().unwrap_or(name).to_owned(),
            document: format!("urn:uuid:{}", variant.id.uuid()),
            instance: format!("urn:uuid:{}", revision.id.uuid()),
            title: format!("{}: {}", self.sources.kit.title, self.sources.brief.title),
            alt_text: self.alt_text(&picture.facts),
            translated_from: self.translated_from(&language),
            language,
            creator: self.sources.kit.title.clone(),
            rights: self.rights(),
            source_type: SourceType::of(!models.is_empty(), has_photo),
            models,
            approvals: self.approvals.get(&revision.id).cloned().unwrap_or_default(),
            sealed_ms: revision.sealed_ms.unwrap_or(revision.created_ms),
            ingredients,
        };
        Ok(Recorded { facts, limit_bytes: format.map(|format| format.max_bytes) })
    }

    /// Everything that went into an output, nearest first.
    fn origins(&self, subject: Digest) -> Vec<&Output> {
        let (mut found, mut seen, mut at) = (Vec::new(), BTreeSet::new(), vec![subject]);
        while let Some(key) = at.pop() {
            for need in self.needs.get(&key).into_iter().flatten().filter(|need| seen.insert(**need)) {
                found.extend(self.made.get(need));
                at.push(*need);
            }
        }
        found
    }

    fn ingredients(&self, variant: &Variant, origins: &[&Output]) -> Vec<Ingredient> {
        let mut ingredients = self.products(variant);
        for output in origins.iter().filter(|output| output.kind == GENERATE) {
            let Some(blob) = output.blob("main") else { continue };
            ingredients.push(Ingredient {
                kind: "scene".to_owned(),
                name: "scene".to_owned(),
                version: None,
                digest: Some(blob.hash),
                mime: Some(blob.mime.clone()),
            });
        }
        ingredients.extend(models(origins).into_iter().map(|model| Ingredient {
            kind: "model".to_owned(),
            name: model.name,
            version: model.version,
            digest: None,
            mime: None,
        }));
        ingredients.extend(self.fonts());
        ingredients.extend(self.directions());
        ingredients
    }

    /// The pictures that clients sent in.
    fn products(&self, variant: &Variant) -> Vec<Ingredient> {
        let context = self.sources.context(&self.engine.catalog);
        let found = pictures(&context, &|axis| value_of(&variant.cell, axis).map(str::to_owned));
        let ingredient = |(_, name): (String, String)| {
            let bytes = self.sources.uploads.get(&name)?;
            Some(Ingredient {
                kind: PRODUCT.to_owned(),
                mime: Some(mime(bytes)?.to_owned()),
                digest: self.sources.upload_digests.get(&name).copied(),
                version: None,
                name,
            })
        };
        found.into_iter().filter_map(ingredient).collect()
    }

    fn fonts(&self) -> Vec<Ingredient> {
        let kit = &self.sources.kit;
        let digests = self.sources.context(&self.engine.catalog).kit_files;
        let families = ["display", "text"].into_iter().filter_map(|role| kit.find_family(role));
        let families: BTreeSet<&str> = families.collect();
        let bundled = families.into_iter().map(|family| (family.to_owned(), None));
        let brought = kit.font_files.iter().map(|path| (path.clone(), digests.get(path).copied()));
        let ingredient =
            |(name, digest)| Ingredient { kind: "font".to_owned(), name, version: None, digest, mime: None };
        bundled.chain(brought).map(ingredient).collect()
    }

    /// What told the steps how to work: prompts and skills.
    fn directions(&self) -> Vec<Ingredient> {
        let digests = self.sources.context(&self.engine.catalog).files;
        let mut found = BTreeMap::new();
        for step in &self.sources.workflow.steps {
            if let Some(path) = step.with["prompt"].as_str() {
                found.insert(("prompt", path.to_owned()), digests.get(path).copied());
            }
            let skills = step.with["skills"].as_array().into_iter().flatten().filter_map(|skill| skill.as_str());
            found.extend(skills.map(|skill| (("skill", skill.to_owned()), None)));
        }
        let ingredient = |((kind, name), digest): ((&str, String), Option<Digest>)| Ingredient {
            kind: kind.to_owned(),
            name,
            version: None,
            digest,
            mime: None,
        };
        found.into_iter().map(ingredient).collect()
    }

    /// The tag of the market's language.
    fn language(&self, variant: &Variant) -> String {
        let market = variant.market.as_deref().and_then(|id| self.engine.catalog.markets.get(id));
        let first = || self.sources.decks.values().find_map(|deck| deck.locales().first().cloned());
        market.map(|market| market.locale.clone()).or_else(first).unwrap_or_else(|| "en".to_owned())
    }

    /// The language of the deck's first column, which is the one that was written first.
    fn translated_from(&self, language: &str) -> Option<String> {
        let first = self.sources.decks.values().find_map(|deck| deck.locales().first())?;
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        (primary(first) != primary(language)).then(|| first.clone())
    }

    /// The words of the ad as they can be read in it; an ad of words is described by them.
    fn alt_text(&self, facts: &AdFacts) -> String {
        let words = facts.texts.iter().filter(|text| text.slot != LEGAL).map(|text| text.text.trim());
        let words = words.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let whole = format!("{}: {words}", self.sources.kit.title);
        whole.chars().take(MOST_LETTERS).collect()
    }

    fn rights(&self) -> Vec<Right> {
        let right = |right: &galley_domain::brief::Right| Right {
            ingredient: right.ingredient.clone(),
            holder: right.holder.clone(),
            licence: right.licence.clone(),
        };
        self.sources.brief.rights.iter().map(right).collect()
    }
}

const PRODUCT: &str = "product";
/// The kind of steps whose pictures stand in ads.
const GENERATE: &str = "generate_image";

fn models(origins: &[&Output]) -> Vec<Model> {
    let names: BTreeSet<&str> = origins.iter().filter_map(|output| output.model.as_deref()).collect();
    names.into_iter().map(Model::parse).collect()
}

/// The roles in which people approved, by stage in the order of their approval. A stage that asked for
/// changes first counts only its approvals.
async fn approvals(
    engine: &Engine,
    scope: &Scope,
    revisions: &[RevisionId],
) -> Result<HashMap<RevisionId, Vec<Approval>>, ActionError> {
    let mut found: HashMap<RevisionId, Vec<Approval>> = HashMap::new();
    for decision in decisions::list(&engine.store, scope, revisions).await? {
        if !decision.verdict.is_approval() {
            continue;
        }
        let stages = found.entry(decision.revision).or_default();
        match stages.iter_mut().find(|stage| stage.stage == decision.stage) {
            Some(stage) if stage.roles.contains(&decision.role) => {}
            Some(stage) => stage.roles.push(decision.role),
            None => stages.push(Approval { stage: decision.stage, roles: vec![decision.role] }),
        }
    }
    Ok(found)
}

/// The media type of an uploaded picture, by how it begins.
fn mime(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
