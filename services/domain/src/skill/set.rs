//! What of a brand's published skills has a say where: in a step's prompt, in the choice of a layout, in a check. Pure
//! look-up: the order of the set is the order of precedence, and what is not asked for is not there.

use std::collections::BTreeSet;

use super::{PROMPT_KINDS, Preference, Skill};
use crate::digest::Digest;
use crate::ids::SkillVersionId;
use crate::workflow::{CHECK, Step, Workflow, covers};

/// Most skills that are published for a brand at once.
pub const MAX_SKILLS: usize = 16;
/// Most characters that all skills together add to one step kind's prompt.
pub const MAX_TEXT_CHARS: usize = 8_000;

/// A version of a skill as a run uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    pub id: SkillVersionId,
    pub version: i32,
    /// Only in these markets; empty: in all.
    pub markets: Vec<String>,
    pub skill: Skill,
    /// The version of all that its rules say, where it has rules.
    pub rules: Option<Digest>,
}

impl Pinned {
    pub fn name(&self) -> &str {
        &self.skill.front.name
    }

    /// Whether it holds in a market. What differs by no market is held to what holds in all of them.
    fn holds_in(&self, market: Option<&str>) -> bool {
        self.markets.is_empty() || market.is_some_and(|market| self.markets.iter().any(|known| known == market))
    }
}

/// Where an ad will stand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a> {
    pub market: Option<&'a str>,
    pub shape: Option<&'a str>,
    pub format: Option<&'a str>,
}

impl Preference {
    fn is_for(&self, place: Place) -> bool {
        let names = |list: &[String], word: Option<&str>| {
            list.is_empty() || word.is_some_and(|word| list.iter().any(|known| known == word))
        };
        names(&self.markets, place.market) && names(&self.shapes, place.shape) && names(&self.formats, place.format)
    }
}

/// The skills that are published for a brand, in order of precedence: the brand's own first, then by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkillSet(pub Vec<Pinned>);

impl SkillSet {
    /// Those that a step uses in a market: all of them, or those it names.
    pub fn applying<'a>(&'a self, step: &'a Step, market: Option<&'a str>) -> impl Iterator<Item = &'a Pinned> {
        self.0.iter().filter(move |pinned| {
            let is_named = |names: &Vec<String>| names.iter().any(|name| name == pinned.name());
            step.skills.as_ref().is_none_or(is_named) && pinned.holds_in(market)
        })
    }

    /// What stands behind the prompt of a step of this kind. Plain text: it names no value and calls nothing.
    pub fn prompt(&self, step: &Step, kind: &str, market: Option<&str>) -> Option<String> {
        let texts: Vec<&str> = self
            .applying(step, market)
            .filter_map(|pinned| pinned.skill.prompts.get(kind))
            .map(String::as_str)
            .collect();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    /// The versions of the rules that a check holds ads to in a market.
    pub fn rules<'a>(&'a self, step: &'a Step, market: Option<&'a str>) -> impl Iterator<Item = Digest> {
        self.applying(step, market).filter_map(|pinned| pinned.rules)
    }

    /// The layout that a skill prefers here over the step's own, of those that exist.
    pub fn layout<'a>(
        &'a self,
        step: &'a Step,
        place: Place<'a>,
        exists: &dyn Fn(&str) -> bool,
    ) -> Option<(&'a Pinned, &'a str)> {
        self.applying(step, place.market).find_map(|pinned| {
            let wanted = pinned.skill.prefer.iter().find(|wanted| wanted.is_for(place) && exists(&wanted.layout))?;
            Some((pinned, wanted.layout.as_str()))
        })
    }

    /// The skills that had a say in an ad, in order: added to a prompt, chose the layout, or gave the rules it was held to.
    pub fn voices(&self, workflow: &Workflow, place: Place, exists: &dyn Fn(&str) -> bool) -> Vec<&Pinned> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut heard: BTreeSet<&str> = BTreeSet::new();
        for step in &workflow.steps {
            let market = place.market.filter(|_| covers(&step.per, "market"));
            let is_heard = |pinned: &&Pinned| match step.kind.as_str() {
                CHECK => pinned.rules.is_some(),
                kind => PROMPT_KINDS.contains(&kind) && pinned.skill.prompts.contains_key(kind),
            };
            heard.extend(self.applying(step, market).filter(is_heard).map(Pinned::name));
            let own = step.with.get("layout").and_then(|layout| layout.as_str());
            let chosen = own.and_then(|_| self.layout(step, Place { market, ..place }, exists));
            heard.extend(chosen.map(|(pinned, _)| pinned.name()));
        }
        self.0.iter().filter(|pinned| heard.contains(pinned.name())).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::skill::Front;

    fn pinned(name: &str, markets: &[&str], prompts: &[(&str, &str)], prefer: &[(&str, &str)]) -> Pinned {
        let preference = |(layout, shape): &(&str, &str)| Preference {
            layout: (*layout).to_owned(),
            markets: Vec::new(),
            shapes: vec![(*shape).to_owned()],
            formats: Vec::new(),
        };
        let skill = Skill {
            front: Front { name: name.to_owned(), ..Front::default() },
            body: String::new(),
            prompts: prompts.iter().map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned())).collect(),
            prefer: prefer.iter().map(preference).collect(),
            examples: Vec::new(),
        };
        let markets = markets.iter().map(|market| (*market).to_owned()).collect();
        Pinned { id: SkillVersionId(uuid::Uuid::nil()), version: 1, markets, skill, rules: None }
    }

    fn step(kind: &str, skills: Option<&[&str]>, per: &[&str]) -> Step {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        Step {
            name: kind.to_owned(),
            kind: kind.to_owned(),
            per: words(per),
            needs: Vec::new(),
            when: None,
            skills: skills.map(words),
            with: json!({ "layout": "layouts/own" }),
        }
    }

    #[test]
    fn texts_stand_in_order_and_only_where_they_hold() {
        let set = SkillSet(vec![
            pinned("own", &[], &[("generate_image", "One."), ("transcreate", "Say one.")], &[]),
            pinned("local", &["de"], &[("generate_image", "Two.")], &[]),
            pinned("house", &[], &[("generate_image", "Three.")], &[]),
        ]);
        for (skills, kind, market, expected) in [
            (None, "generate_image", Some("de"), Some("One.\n\nTwo.\n\nThree.")),
            (None, "generate_image", Some("at"), Some("One.\n\nThree.")),
            (None, "generate_image", None, Some("One.\n\nThree.")),
            (None, "transcreate", None, Some("Say one.")),
            (None, "edit_image", Some("de"), None),
            (Some(&["house", "local"][..]), "generate_image", Some("de"), Some("Two.\n\nThree.")),
            (Some(&[][..]), "generate_image", Some("de"), None),
        ] {
            let step = step("generate_image", skills, &["market"]);
            assert_eq!(set.prompt(&step, kind, market).as_deref(), expected, "{skills:?} {kind} {market:?}");
        }
    }

    #[test]
    fn the_first_layout_that_exists_and_fits_is_taken() {
        let set = SkillSet(vec![
            pinned("first", &["ae"], &[], &[("layouts/gone", "wide"), ("layouts/split", "wide")]),
            pinned("second", &[], &[], &[("layouts/other", "wide"), ("layouts/split", "tall")]),
        ]);
        let exists = |layout: &str| layout != "layouts/gone";
        let step = step("compose", None, &["market", "format"]);
        for (market, shape, expected) in [
            (Some("ae"), Some("wide"), Some("layouts/split")),
            (Some("de"), Some("wide"), Some("layouts/other")),
            (Some("de"), Some("tall"), Some("layouts/split")),
            (Some("de"), Some("square"), None),
            (None, None, None),
        ] {
            let place = Place { market, shape, format: None };
            let chosen = set.layout(&step, place, &exists).map(|(_, layout)| layout);
            assert_eq!(chosen, expected, "{market:?} {shape:?}");
        }
    }
}
