//! The demo's review: each person decides on what waits for them as the decisions file says, the
//! producer answers change requests, until nothing moves any more.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use galley_domain::bundle::Bundle;
use galley_domain::review::{Mark, Verdict};
use galley_domain::source::{Document, Problems, join};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::campaigns::text;
use super::super::{decide, status};
use super::people::People;
use crate::output::Output;

const FILE: &str = "decisions.yaml";
/// Every stage, a change request at each, and some to spare.
const MAX_ROUNDS: usize = 12;
/// The severity of a finding with which nothing is approved.
const REFUSED: &str = "refused";

/// What somebody decides on the ads that match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rule {
    by: String,
    stage: String,
    /// Axis and value; an axis that is not here matches every value.
    #[serde(rename = "where", default)]
    place: BTreeMap<String, String>,
    verdict: String,
    reason: Option<String>,
    comment: Option<String>,
    #[serde(default)]
    marks: Vec<Value>,
    /// The lines that the producer then changes.
    #[serde(default)]
    turn: BTreeMap<String, String>,
}

impl Rule {
    fn matches(&self, item: &Value) -> bool {
        self.stage == text(item, "stage")
            && self.place.iter().all(|(axis, value)| item["cell"][axis].as_str() == Some(value))
    }

    /// What is decided on an ad. What a check refuses goes back, with the check's words.
    fn decision(&self, item: &Value) -> Value {
        let (revision, stage) = (text(&item["revision"], "id"), text(item, "stage"));
        let is_approval = Verdict::find(&self.verdict).is_some_and(Verdict::is_approval);
        let findings = item["revision"]["findings"].as_array();
        let refused = findings.into_iter().flatten().find(|finding| text(finding, "severity") == REFUSED);
        match refused.filter(|_| is_approval) {
            Some(finding) => json!({ "revision_id": revision, "stage": stage, "reason": text(finding, "rule"),
                                     "verdict": Verdict::RequestChanges.word(), "comment": finding["message"] }),
            None => json!({ "revision_id": revision, "stage": stage, "verdict": self.verdict, "reason": self.reason,
                            "comment": self.comment, "marks": self.marks }),
        }
    }
}

/// The decisions file.
pub struct Rules {
    rules: Vec<Rule>,
}

impl Rules {
    /// Reads the demo's file; tells everything that is wrong with it.
    pub fn read(demo: &Bundle) -> Result<Rules> {
        Ok(Rules::parse(demo.get_text(FILE).map_err(Problems::from)?)?)
    }

    fn parse(text: &str) -> Result<Rules, Problems> {
        let doc = Document::parse_yaml(FILE, text)?;
        let (rules, mut problems) = doc.read::<Vec<Rule>>();
        let rules = rules.unwrap_or_default();
        for (index, rule) in rules.iter().enumerate() {
            let at = format!("/{index}");
            if Verdict::find(&rule.verdict).is_none() {
                let problem = doc.problem(&join(&at, "verdict"), format!("“{}” is no verdict", rule.verdict));
                problems.push(problem.one_of(&rule.verdict, Verdict::ALL.map(Verdict::word)));
            }
            for (mark, value) in rule.marks.iter().enumerate() {
                let read = serde_json::from_value(value.clone()).map_err(|error| error.to_string());
                if let Err(why) = read.and_then(|mark: Mark| mark.validate()) {
                    problems.push(doc.problem(&format!("{at}/marks/{mark}"), why));
                }
            }
        }
        Problems::unless_empty(Rules { rules }, problems)
    }

    /// Who decides, in the order of the file.
    fn people(&self) -> Vec<&str> {
        let mut people: Vec<&str> = Vec::new();
        for rule in &self.rules {
            if !people.contains(&rule.by.as_str()) {
                people.push(&rule.by);
            }
        }
        people
    }

    /// The rule for an ad: the first that matches. A revision that answers a change request is taken.
    fn find(&self, person: &str, item: &Value) -> Option<&Rule> {
        let is_answer = item["revision"]["number"].as_u64().unwrap_or(1) > 1;
        let mut own = self.rules.iter().filter(|rule| rule.by == person && rule.matches(item));
        own.find(|rule| !is_answer || rule.verdict == Verdict::Approve.word())
    }
}

/// What the review came to.
#[derive(Debug, Default)]
pub struct Reviewed {
    pub verdicts: BTreeMap<String, u64>,
    /// Change requests that the producer answered.
    pub turns: usize,
}

/// A change request that the producer answers.
struct Answer<'a> {
    variant: String,
    revision: String,
    rule: &'a Rule,
}

/// The review of one campaign.
pub struct Review<'a> {
    pub show: Output,
    pub people: &'a People,
    pub rules: &'a Rules,
    pub campaign: &'a str,
}

impl Review<'_> {
    /// Holds the review until nothing waits for anybody.
    pub async fn hold(&self) -> Result<Reviewed> {
        let mut reviewed = Reviewed::default();
        let mut seen = BTreeSet::new();
        for _ in 0..MAX_ROUNDS {
            let mut answers = Vec::new();
            let mut decided = 0;
            for person in self.rules.people() {
                decided += self.decide(person, &mut seen, &mut reviewed, &mut answers).await?;
            }
            if decided == 0 {
                return Ok(reviewed);
            }
            self.answer(&answers).await?;
            reviewed.turns += answers.len();
        }
        bail!("the review does not come to an end")
    }

    /// One person decides on all that waits for them. Answers how many ads that were.
    async fn decide<'s>(
        &'s self,
        person: &str,
        seen: &mut BTreeSet<(String, String)>,
        reviewed: &mut Reviewed,
        answers: &mut Vec<Answer<'s>>,
    ) -> Result<usize> {
        let client = self.people.get(person)?;
        let waiting = client.list(&format!("/review?campaign={}", self.campaign)).await?;
        let mut decisions = Vec::new();
        for item in &waiting {
            let (revision, stage) = (text(&item["revision"], "id").to_owned(), text(item, "stage").to_owned());
            let Some(rule) = self.rules.find(person, item) else { continue };
            if !seen.insert((revision.clone(), stage.clone())) {
                continue;
            }
            let decision = rule.decision(item);
            *reviewed.verdicts.entry(text(&decision, "verdict").to_owned()).or_default() += 1;
            decisions.push(decision);
            if !rule.turn.is_empty() && rule.verdict == Verdict::RequestChanges.word() {
                answers.push(Answer { variant: text(item, "id").to_owned(), revision, rule });
            }
        }
        for answer in decide::send(client, &decisions).await? {
            if answer["ok"] != true {
                bail!("{person} could not decide on {}: {}", text(&answer, "revision_id"), text(&answer, "detail"));
            }
        }
        if !decisions.is_empty() {
            self.show.note(format_args!("{person} decided on {} ads", decisions.len()));
        }
        Ok(decisions.len())
    }

    /// The producer changes the lines that were asked for, and waits for the new revisions.
    async fn answer(&self, answers: &[Answer<'_>]) -> Result<()> {
        let producer = self.people.get("producer")?;
        let mut runs = BTreeSet::new();
        for Answer { variant, revision, rule } in answers {
            let words = rule.comment.as_deref().unwrap_or("Changed as asked.");
            let body = json!({ "revision_id": revision, "words": words, "edits": rule.turn });
            let turn = producer.post(&format!("/variants/{variant}/turns"), &body).await?;
            let run = turn["run"]["id"].as_str().or_else(|| turn["run"].as_str());
            runs.insert(run.context("a changed line made no run")?.to_owned());
        }
        for run in runs {
            super::launch::check(&status::wait(producer, self.show, &run).await?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflows::Workflows;

    #[test]
    fn the_demos_file_is_read_and_the_first_rule_wins() {
        let demo = Workflows::open("").and_then(|all| all.folder("demo")).expect("it is embedded");
        let rules = Rules::read(&demo).expect("it is right");
        assert_eq!(rules.people(), ["brand_manager", "market_approver"]);
        let item = |number: u64| {
            json!({ "stage": "creative", "revision": { "number": number },
                    "cell": { "market": "it", "message": "morning", "format": "iab.smartphone_banner_320" } })
        };
        let verdict = |number| rules.find("brand_manager", &item(number)).map(|rule| rule.verdict.as_str());
        assert_eq!(verdict(1), Some("request_changes"));
        assert_eq!(verdict(2), Some("approve"));
        assert!(rules.find("market_approver", &item(1)).is_none());
    }

    #[test]
    fn mistakes_are_told_with_their_places() {
        let text = "- { by: a, stage: s, verdict: aprove }\n- { by: a, stage: s, verdict: reject, marks: [{ element: nose, aspect: tone, polarity: negative }] }\n";
        let problems = Rules::parse(text).err().expect("it is wrong").to_string();
        assert!(problems.contains("decisions.yaml:1:31:") && problems.contains("decisions.yaml:2:"), "{problems}");
    }
}
