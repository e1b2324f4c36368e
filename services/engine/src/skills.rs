//! Skills as runs use them: the files of pinned versions, read with the rules in them. What they change is decided in
//! `domain::skill` and by the checks.

mod difference;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use galley_checks::{BrandRules, RULES_FILE};
use galley_domain::access::Scope;
use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::ids::{SkillSetId, SkillVersionId};
use galley_domain::skill::{Pinned, Skill, SkillSet};
use galley_domain::source::{Document, Problems};
use galley_domain::workflow::{FILE, Step, Workflow};
use galley_store::skills::{self, SkillVersion};

use crate::sources::load_bundle;
use crate::{ActionError, Engine, brand_rules};

pub use difference::{FileDifference, Line, Sign, difference};

/// A skill's folder that was read.
pub(crate) struct Read {
    pub skill: Skill,
    /// None: it has no rules.
    pub rules: Option<BrandRules>,
}

/// Reads a skill's folder, its rules too; tells everything that is wrong with either.
pub(crate) fn read(files: &Bundle, folder: Option<&str>, catalog: &Catalog) -> Result<Read, Problems> {
    let has_rules = files.find(RULES_FILE).is_some();
    match (Skill::parse(files, folder, Some(catalog)), brand_rules::read(files, catalog)) {
        (Ok(skill), Ok(rules)) => Ok(Read { skill, rules: has_rules.then_some(rules) }),
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
        (Err(skill), Err(rules)) => Err(Problems::sorted([skill.0, rules.0].concat())),
    }
}

/// The texts of a version; its pictures are not among them.
pub async fn texts(engine: &Engine, version: &SkillVersion) -> Result<Bundle, ActionError> {
    let files = version.files()?.into_iter().filter(|(path, _)| !path.starts_with(PICTURES));
    load_bundle(engine, version.organization_id(), &files.collect()).await
}

/// What a version says, read again.
pub async fn read_version(engine: &Engine, version: &SkillVersion) -> Result<Skill, ActionError> {
    Ok(load_version(engine, version).await?.skill)
}

/// The folder of a skill's pictures.
const PICTURES: &str = "examples/";

/// Reads a version that was accepted once. Its pictures are for people: that they are there is enough.
pub(crate) async fn load_version(engine: &Engine, version: &SkillVersion) -> Result<Read, ActionError> {
    let mut files = texts(engine, version).await?;
    let pictures = version.files()?.into_keys().filter(|path| path.starts_with(PICTURES));
    files.files.extend(pictures.map(|path| (path, Arc::from([]))));
    Ok(read(&files, None, &engine.catalog)?)
}

/// A version's rules that are tried and not published.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    pub name: String,
    pub markets: Vec<String>,
    pub rules: BrandRules,
}

/// What is published for a brand, as a run uses it.
#[derive(Default)]
pub(crate) struct Published {
    pub set: SkillSet,
    rules: BTreeMap<SkillVersionId, BrandRules>,
}

impl Published {
    /// Reads a set of versions.
    pub(crate) async fn load(engine: &Engine, scope: &Scope, id: Option<SkillSetId>) -> Result<Published, ActionError> {
        let mut published = Published::default();
        let Some(id) = id else { return Ok(published) };
        let rows = skills::find_skill_set(&engine.store, scope, id).await?;
        for (_, version) in rows.ok_or(ActionError::NotFound("set of skills"))? {
            let Read { skill, rules } = load_version(engine, &version).await?;
            published.add(&version, skill, rules)?;
        }
        Ok(published)
    }

    fn add(&mut self, version: &SkillVersion, skill: Skill, rules: Option<BrandRules>) -> Result<(), ActionError> {
        let (id, digest) = (version.id(), rules.as_ref().map(BrandRules::digest));
        self.set.0.push(Pinned { id, version: version.version, markets: version.markets()?, skill, rules: digest });
        self.rules.extend(rules.map(|rules| (id, rules)));
        Ok(())
    }

    /// The brand's own rules and those of the skills that a check uses in a market.
    pub(crate) fn rules<'a>(&'a self, own: &'a BrandRules, step: &Step, market: Option<&str>) -> Cow<'a, BrandRules> {
        let found = self.set.applying(step, market).filter_map(|pinned| self.rules.get(&pinned.id));
        found.fold(Cow::Borrowed(own), |all, rules| Cow::Owned(all.into_owned().and(rules.clone())))
    }

    /// The same with one skill tried in the place of whatever version of it was published.
    pub(crate) fn rules_trying(
        &self,
        own: &BrandRules,
        step: &Step,
        market: Option<&str>,
        tried: &Tried,
    ) -> BrandRules {
        let others = self.set.applying(step, market).filter(|pinned| pinned.name() != tried.name);
        let found = others.filter_map(|pinned| self.rules.get(&pinned.id));
        let all = found.fold(own.clone(), |all, rules| all.and(rules.clone()));
        let is_named = step.skills.as_ref().is_none_or(|names| names.contains(&tried.name));
        let is_here =
            tried.markets.is_empty() || market.is_some_and(|market| tried.markets.iter().any(|m| m == market));
        if is_named && is_here { all.and(tried.rules.clone()) } else { all }
    }

    /// Skills that steps name and that are not published for the brand.
    pub(crate) fn check_named(&self, workflow: &Workflow, files: &Bundle, brand: &str) -> Result<(), Problems> {
        let doc = Document::parse_yaml(FILE, files.get_text(FILE)?)?;
        let known: Vec<&str> = self.set.0.iter().map(Pinned::name).collect();
        let mut problems = Vec::new();
        for step in &workflow.steps {
            for (at, name) in step.skills.iter().flatten().enumerate() {
                if !known.contains(&name.as_str()) {
                    let message = format!(
                        "the step “{}” uses the skill “{name}”, which is not published for {brand}: have it published, \
                         or leave it out",
                        step.name
                    );
                    let place = format!("/steps/{}/with/skills/{at}", step.name);
                    problems.push(doc.problem(&place, message).one_of(name, known.iter().copied()));
                }
            }
        }
        Problems::unless_empty((), problems)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    fn workflows() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows")
    }

    fn files(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let entry = entry.expect("the folder can be read");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => files(&entry.path(), &format!("{path}/"), found),
                false => found.push((path, fs::read(entry.path()).expect("the file can be read"))),
            }
        }
    }

    fn folder(name: &str) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        files(&workflows().join(name), "", &mut found);
        found
    }

    #[test]
    fn the_skills_that_come_with_the_program_are_right() {
        let read_all =
            |name: &'static str| folder(name).into_iter().map(move |(path, bytes)| (format!("{name}/{path}"), bytes));
        let catalog = Catalog::parse(read_all("formats").chain(read_all("locales"))).expect("the catalog is right");
        let skills = fs::read_dir(workflows().join("skills")).expect("there are skills");
        let mut count = 0;
        for entry in skills {
            let name = entry.expect("the folder can be read").file_name().to_string_lossy().into_owned();
            let bundle = Bundle::parse(folder(&format!("skills/{name}"))).expect("its names are safe");
            let read = read(&bundle, Some(&name), &catalog).unwrap_or_else(|problems| panic!("{name}: {problems}"));
            assert!(read.skill.body.len() > 500, "{name} tells people how to use it");
            assert!(read.rules.is_some() && !read.skill.prompts.is_empty() || name.starts_with("legal"), "{name}");
            count += 1;
        }
        assert!(count >= 5);
    }

    #[test]
    fn rules_of_several_skills_are_put_together_and_one_is_tried_in_its_own_place() {
        let step = || Step {
            name: "checks".to_owned(),
            kind: "check".to_owned(),
            per: vec!["market".to_owned()],
            needs: Vec::new(),
            when: None,
            skills: None,
            with: serde_json::Value::Null,
        };
        let words = |word: &str| {
            let text = format!("forbidden:\n  - {{ word: {word}, why: \"Because.\" }}\n");
            let doc = Document::parse_yaml(RULES_FILE, &text).expect("the syntax is right");
            BrandRules::parse(&doc, None).expect("the rules are right")
        };
        let mut published = Published::default();
        for (name, markets, word) in [("calm", vec![], "loud"), ("local", vec!["de".to_owned()], "laut")] {
            let id = SkillVersionId(uuid::Uuid::from_u128(word.len() as u128 + name.len() as u128 * 100));
            let front = galley_domain::skill::Front { name: name.to_owned(), ..Default::default() };
            let skill =
                Skill { front, body: String::new(), prompts: BTreeMap::new(), prefer: vec![], examples: vec![] };
            published.rules.insert(id, words(word));
            let rules = Some(words(word).digest());
            published.set.0.push(Pinned { id, version: 1, markets, skill, rules });
        }
        let said = |rules: &BrandRules| rules.forbidden.iter().map(|ban| ban.word.clone()).collect::<Vec<_>>();
        let own = words("own");
        assert_eq!(said(&published.rules(&own, &step(), Some("de"))), ["own", "loud", "laut"]);
        assert_eq!(said(&published.rules(&own, &step(), Some("at"))), ["own", "loud"]);
        let only = Step { skills: Some(vec!["local".to_owned()]), ..step() };
        assert_eq!(said(&published.rules(&own, &only, Some("at"))), ["own"]);
        let tried = Tried { name: "calm".to_owned(), markets: vec!["at".to_owned()], rules: words("shrill") };
        assert_eq!(said(&published.rules_trying(&own, &step(), Some("at"), &tried)), ["own", "shrill"]);
        assert_eq!(said(&published.rules_trying(&own, &step(), Some("de"), &tried)), ["own", "laut"]);
        assert_eq!(said(&published.rules_trying(&own, &only, Some("at"), &tried)), ["own"], "the step does not use it");
    }
}
