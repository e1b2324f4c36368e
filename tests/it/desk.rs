//! What people do in a world, through the API alone. Each step fails the test where it is refused; what should be
//! refused is asked for by the flow itself.

use galley::client::{Client, ClientError, Refusal};
use reqwest::Method;
use serde_json::{Value, json};

use crate::campaign::Files;
use crate::world::{DESTINATION, World};

impl World {
    /// The producer hands a brief in. Answers the campaign's id.
    pub async fn create(&self, files: &Files) -> String {
        self.create_as("producer", files).await
    }

    pub async fn create_as(&self, who: &str, files: &Files) -> String {
        let made = self.as_(who).upload(Method::POST, "/campaigns", files.uploads()).await;
        text(&made.expect("the brief is right")["id"])
    }

    /// The producer changes the brief.
    pub async fn change(&self, campaign: &str, files: &Files) {
        let path = format!("/campaigns/{campaign}/brief");
        self.as_("producer").upload(Method::PUT, &path, files.uploads()).await.expect("the brief is right");
    }

    pub async fn plan(&self, campaign: &str) -> Value {
        let path = format!("/campaigns/{campaign}/plans");
        self.as_("producer").post(&path, &json!({})).await.expect("the campaign is planned")
    }

    /// Approves a plan. Answers its path.
    pub async fn approve_plan(&self, plan: &Value) -> String {
        let path = format!("/plans/{}", text(&plan["id"]));
        self.as_("producer").post(&format!("{path}/approve"), &json!({})).await.expect("the plan is approved");
        path
    }

    /// Approves and launches a plan. Answers the run as it begins.
    pub async fn launch(&self, plan: &Value) -> Value {
        self.launch_as("producer", plan).await
    }

    pub async fn launch_as(&self, who: &str, plan: &Value) -> Value {
        let path = self.approve_plan(plan).await;
        self.as_(who).post(&format!("{path}/launch"), &json!({})).await.expect("the plan is launched")
    }

    /// Plans, launches and waits until all is made. Answers the run as it ended.
    pub async fn make(&self, campaign: &str) -> Value {
        let run = self.launch(&self.plan(campaign).await).await;
        self.run_until_idle().await;
        let run = self.run(&run).await;
        let failed = self.tasks(&run, "failed").await;
        assert!(run["state"] == "done" && failed.is_empty(), "{run}: {failed:#?}");
        run
    }

    /// The run's tasks in a state.
    pub async fn tasks(&self, run: &Value, state: &str) -> Vec<Value> {
        let path = format!("/runs/{}/tasks?state={state}", text(&run["id"]));
        self.as_("producer").list(&path).await.expect("the run has tasks")
    }

    /// A run as it is now.
    pub async fn run(&self, run: &Value) -> Value {
        self.as_("producer").get(&format!("/runs/{}", text(&run["id"]))).await.expect("the run is there")
    }

    /// A campaign's ads, in order.
    pub async fn ads(&self, campaign: &str) -> Vec<Value> {
        self.as_("producer").list(&format!("/variants?campaign={campaign}")).await.expect("the campaign has ads")
    }

    /// An ad with its history.
    pub async fn ad(&self, ad: &Value) -> Value {
        self.as_("producer").get(&format!("/variants/{}", text(&ad["id"]))).await.expect("the ad is there")
    }

    /// Somebody decides. Answers how each item was answered.
    pub async fn decide(&self, who: &str, items: &[Value]) -> Vec<Value> {
        let body = json!({ "items": items });
        let answer = self.as_(who).post("/decisions", &body).await.expect("the call as a whole is answered");
        answer["items"].as_array().expect("an answer for each item").clone()
    }

    /// Somebody approves all that waits for them at a stage. Answers how many that were.
    pub async fn approve(&self, who: &str, campaign: &str, stage: &str) -> usize {
        let path = format!("/review?campaign={campaign}&stage={stage}");
        let waiting = self.as_(who).list(&path).await.expect("the review is open");
        if waiting.is_empty() {
            return 0;
        }
        let items: Vec<Value> = waiting.iter().map(|ad| verdict(ad, stage, "approve")).collect();
        for answer in self.decide(who, &items).await {
            assert_eq!(answer["ok"], true, "{who} may approve at {stage}: {answer}");
        }
        items.len()
    }

    /// Both stages approve all there is.
    pub async fn approve_all(&self, campaign: &str) {
        self.approve("brand_manager", campaign, "creative").await;
        self.approve("approver", campaign, "market").await;
    }

    /// The tiny campaign, made and approved. Answers its id.
    pub async fn approved_campaign(&self) -> String {
        let campaign = self.create(&Files::tiny()).await;
        self.make(&campaign).await;
        self.approve_all(&campaign).await;
        campaign
    }

    /// All entries of the organization's journal, oldest first.
    pub async fn journal(&self) -> Vec<Value> {
        let bytes = self.as_("admin").get_bytes("/journal?after=0&limit=1000").await.expect("an admin exports it");
        let text = std::str::from_utf8(&bytes).expect("it is text");
        text.lines().map(|line| serde_json::from_str(line).expect("one entry a line")).collect()
    }

    /// Asks for a release to the folder.
    pub async fn release(&self, campaign: &str) -> Result<Value, ClientError> {
        let path = format!("/campaigns/{campaign}/releases");
        self.as_("producer").post(&path, &json!({ "destination": DESTINATION })).await
    }

    /// The campaign's money.
    pub async fn spend(&self, campaign: &str) -> Value {
        let spend = self.as_("finance").get(&format!("/spend?campaign={campaign}")).await;
        spend.expect("finance sees the money")["campaigns"][0].clone()
    }

    /// The campaign's settlements, oldest first.
    pub async fn settlements(&self, campaign: &str) -> Vec<Value> {
        let lines = self.as_("finance").list(&format!("/ledger?campaign={campaign}")).await;
        let lines = lines.expect("finance sees the ledger");
        lines.into_iter().filter(|line| line["kind"] == "settlement").collect()
    }

    /// A request with a header of its own, or none. Answers the status and what came with it.
    pub async fn call(&self, method: Method, path: &str, authorization: Option<&str>, body: &Value) -> (u16, Value) {
        let url = format!("{}/api/v1{path}", self.nobody().server());
        let mut request = reqwest::Client::new().request(method.clone(), url);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        if method != Method::GET {
            request = request.json(body);
        }
        let response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        let bytes = response.bytes().await.expect("the answer is whole");
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// A token of somebody's with all scopes, as a header.
    pub async fn token(&self, client: &Client) -> String {
        let scopes = ["read", "produce", "decide", "publish", "administer"];
        let token = json!({ "name": "a test", "scopes": scopes });
        let token = client.post("/tokens", &token).await.expect("people make tokens of their own");
        format!("Bearer {}", text(&token["secret"]))
    }
}

/// A plain verdict on the ad's current revision.
pub fn verdict(ad: &Value, stage: &str, verdict: &str) -> Value {
    json!({ "revision_id": ad["revision"]["id"], "stage": stage, "verdict": verdict })
}

/// The same with a reason.
pub fn verdict_because(ad: &Value, stage: &str, word: &str, reason: &str) -> Value {
    let mut item = verdict(ad, stage, word);
    item["reason"] = json!(reason);
    item
}

/// A text that must be one.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// The refusal that must have come, with its code.
pub fn refused(answer: Result<Value, ClientError>, status: u16, code: &str) -> Refusal {
    match answer {
        Err(ClientError::Refused(refusal)) => {
            assert_eq!((refusal.status, refusal.code()), (status, code), "{refusal}");
            *refusal
        }
        other => panic!("expected {status} {code}, got {other:?}"),
    }
}

/// Whether an ad is this message in this market.
pub fn is_in(ad: &Value, market: &str, message: &str) -> bool {
    ad["market"] == market && ad["message"] == message
}

/// The ads' states with how many are in each.
pub fn states(ads: &[Value]) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for ad in ads {
        *counts.entry(text(&ad["state"])).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

/// That all ads are in one state.
pub fn all_are(ads: &[Value], state: &str) {
    assert_eq!(states(ads), [(state.to_owned(), ads.len())]);
}
