//! The main job under kills: planned, launched, made, reviewed in two stages, published. Every step is one that a person
//! takes through the public API; what came of it all is looked at in `proof.rs`.

use galley::client::Client;
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign;
use crate::installation::Installation;
use crate::kills::Killer;
use crate::person::{Person, text};

/// How many ads one request decides.
const BATCH: usize = 100;
/// Stage, and who decides at it.
const STAGES: [(&str, &str); 2] = [("creative", "brand_manager"), ("market", "market_approver")];
/// Requests with decisions, where nothing goes wrong.
pub const BATCHES: usize = STAGES.len() * campaign::ADS / BATCH;
const DESTINATION: &str = "folder";

/// Everybody who takes part.
pub struct People<'a> {
    pub admin: Person<'a>,
    pub producer: Person<'a>,
    reviewers: Vec<Person<'a>>,
}

impl<'a> People<'a> {
    /// The admin hands brand and workflow in and lets the others arrive.
    pub async fn arrive(home: &'a Installation) -> People<'a> {
        let signed_in = home.admin().await;
        let admin = Person::with_token(home, "admin", &signed_in).await;
        let folder = |path: std::path::PathBuf| path.display().to_string();
        home.command(&["brand", "push", &folder(campaign::brand_kit()), "--create"], &admin.token).await;
        home.command(&["workflow", "push", &folder(campaign::workflow())], &admin.token).await;
        let brand = text(&admin.list("/brands").await[0]["id"]);
        let producer = invite(home, &signed_in, &brand, "producer").await;
        let mut reviewers = Vec::new();
        for (_, role) in STAGES {
            reviewers.push(invite(home, &signed_in, &brand, role).await);
        }
        People { admin, producer, reviewers }
    }
}

async fn invite<'a>(home: &'a Installation, admin: &Client, brand: &str, role: &str) -> Person<'a> {
    let email = format!("{role}@ombrava.example");
    let grants = [json!({ "role": role, "brand_id": brand, "market": null })];
    let person = json!({ "name": role, "email": email, "password": home.password(), "grants": grants });
    admin.post("/people", &person).await.expect("an admin adds people");
    Person::with_token(home, role, &home.sign_in(&email).await).await
}

/// Hands the brief in. Answers the campaign's id.
pub async fn create_campaign(home: &Installation, producer: &Person<'_>) -> String {
    let client = home.client().with_token(&producer.token).expect("the token is one");
    let made = client.upload(Method::POST, "/campaigns", campaign::uploads()).await;
    text(&made.expect("the brief is right")["id"])
}

/// What came of the job.
pub struct Outcome {
    pub campaign: String,
    pub made: Value,
    pub published: Value,
    pub release: String,
}

/// One campaign from brief to published ads.
pub struct Job<'a> {
    pub home: &'a Installation,
    pub people: &'a People<'a>,
    pub killer: Killer<'a>,
}

impl Job<'_> {
    pub async fn carry_out(&self) -> Outcome {
        let campaign = create_campaign(self.home, &self.people.producer).await;
        let run = self.launch(&campaign).await;
        let made = self.killer.follow_making(&run).await;
        let looks = self.decide(&campaign).await;
        let (release, run) = self.release(&campaign, looks).await;
        let published = self.killer.follow_publishing(&run).await;
        Outcome { campaign, made, published, release }
    }

    /// Plans twice, the second time under a kill, and launches under another. Answers the run.
    async fn launch(&self, campaign: &str) -> String {
        let (killer, producer, nothing) = (&self.killer, &self.people.producer, json!({}));
        let plans = format!("/campaigns/{campaign}/plans");
        let (_, looks) = killer.count_looks(producer.post(&plans, &nothing)).await;
        let planning = producer.post(&plans, &nothing);
        let plan = killer.kill_under("a plan", (killer.schedule.planning, looks), planning).await;
        let plan = text(&plan.expect("a plan may be made again")["id"]);
        producer.post(&format!("/plans/{plan}/approve"), &nothing).await.expect("nobody was killed");

        let path = format!("/plans/{plan}/launch");
        let launching = producer.post(&path, &nothing);
        // Launching plans once more, and then writes.
        let run = killer.kill_under("a launch", (killer.schedule.launching, 2 * looks), launching).await;
        match run {
            Ok(run) => text(&run["id"]),
            // It was launched, and only the answer was lost.
            Err(refusal) => {
                assert_eq!(refusal.code(), "plan_not_approved", "{refusal}");
                let runs = producer.list(&format!("/runs?campaign={campaign}")).await;
                let run = runs.iter().find(|run| run["plan_id"] == plan.as_str());
                text(&run.expect("a plan that is launched has a run")["id"])
            }
        }
    }

    /// All stages approve all there is. Answers how many looks a batch takes.
    async fn decide(&self, campaign: &str) -> usize {
        let (mut batch, mut looks) = (0, 0);
        for ((stage, _), reviewer) in STAGES.iter().zip(&self.people.reviewers) {
            loop {
                let page = reviewer.get(&format!("/review?campaign={campaign}&stage={stage}&limit={BATCH}")).await;
                let waiting = page["items"].as_array().expect("a list has items");
                if waiting.is_empty() {
                    break;
                }
                let item =
                    |ad: &Value| json!({ "revision_id": ad["revision"]["id"], "stage": stage, "verdict": "approve" });
                let body = json!({ "items": waiting.iter().map(item).collect::<Vec<Value>>() });
                let deciding = reviewer.post("/decisions", &body);
                let schedule = &self.killer.schedule;
                let answer = match schedule.deciding.get(&batch) {
                    Some(&permille) => self.killer.kill_under("decisions", (permille, looks), deciding).await,
                    None => {
                        let (answer, took) = self.killer.count_looks(deciding).await;
                        looks = took;
                        answer
                    }
                };
                check_answers(
                    &answer.expect("the call as a whole is answered"),
                    schedule.deciding.contains_key(&batch),
                );
                batch += 1;
            }
        }
        assert!(batch >= BATCHES, "only {batch} requests with decisions");
        looks
    }

    /// Publishes all that is sealed. Answers the release and its run.
    async fn release(&self, campaign: &str, looks: usize) -> (String, String) {
        let (killer, producer) = (&self.killer, &self.people.producer);
        let path = format!("/campaigns/{campaign}/releases");
        let body = json!({ "destination": DESTINATION });
        let releasing = producer.post(&path, &body);
        // It reads and writes as much as several batches of decisions.
        let release = killer.kill_under("a release", (killer.schedule.releasing, 4 * looks), releasing).await;
        let release = match release {
            Ok(release) => {
                assert_eq!(release["refused"], json!([]), "every seal holds");
                release
            }
            // It was made, and only the answer was lost.
            Err(refusal) => {
                assert_eq!(refusal.code(), "nothing_to_publish", "{refusal}");
                producer.list(&path).await.pop().expect("a release that was made is there")
            }
        };
        (text(&release["id"]), text(&release["run_id"]))
    }
}

/// Every decision stands; after a kill some may stand already from the try that was cut off.
fn check_answers(answer: &Value, was_killed: bool) {
    for item in answer["items"].as_array().expect("an answer for each item") {
        let stood_already = was_killed && item["code"] == "stage_not_open";
        assert!(item["ok"] == true || stood_already, "{item}");
    }
}
