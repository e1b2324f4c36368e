//! `galley demo`: the whole main job, from one brief to published ads, against a server of its own
//! and through the public API alone. What the demo people think of the ads stands in
//! `workflows/demo/decisions.yaml`; this file only lets things happen in order.

mod index;
mod people;
mod place;
mod proof;
mod review;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use galley_domain::brief;
use galley_domain::bundle::Bundle;
use serde_json::{Value, json};

use self::people::People;
use self::place::Place;
use self::proof::Proof;
use self::review::Review;
use super::campaigns::{count, text};
use super::plan::{self, BriefFiles};
use super::{Context, brand, launch, publish, serve, status, workflow};
use crate::client::Client;
use crate::log;
use crate::output::Output;
use crate::server::Server;
use crate::wiring;
use crate::workflows::Workflows;

/// The skill that the demo uses, and where.
const SKILL: &str = "right-to-left-layout";
const SKILL_MARKETS: [&str; 2] = ["ae", "il"];
/// Where the demo publishes.
const DESTINATION: &str = "folder";

/// Run the demo campaign: plan, launch, review, publish; then serve it, at GALLEY_LISTEN where that is set.
#[derive(Debug, Args)]
pub struct Demo {
    /// Print one JSON summary and end, instead of serving the result.
    #[arg(long)]
    headless: bool,
    /// Leave the database, the pictures and the published files in this folder.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Use this PostgreSQL database instead of SQLite.
    #[arg(long)]
    postgres: Option<String>,
}

impl Demo {
    pub async fn run(self, context: &Context) -> Result<()> {
        let place = Place::prepare(self.keep.as_deref())?;
        let variable = |name: &str| std::env::var(name).ok();
        let config = place.config(self.postgres.as_deref(), self.headless, variable)?;
        log::start(&config.log)?;
        let output = Output { is_json: context.output.is_json || self.headless };
        let show = Output { is_json: context.output.is_json };
        // Tables first: a worker that has begun to look keeps the shape it saw.
        let engine = wiring::open(&config).await?;
        wiring::migrate(&engine).await?;
        let server = Server::start_with(engine, &config).await?;
        let stage = Stage { show, place: &place, suffix: place.suffix(self.postgres.is_some(), &server.engine) };
        let done = stage.play(&server).await;
        let (mut summary, people) = match done {
            Ok(done) => done,
            Err(error) => {
                server.stop().await?;
                return Err(error);
            }
        };
        if self.headless {
            server.stop().await?;
            output.value(&summary);
            return Ok(());
        }
        summary["address"] = json!(server.url());
        output.value(&summary);
        output.line(format_args!("{summary:#}"));
        output.line(people.sign_ins());
        output.line(format_args!("open {}   (Ctrl-C ends it)", server.url()));
        serve::until_stopped(server).await
    }
}

/// What the demo plays on.
struct Stage<'a> {
    /// Tells people what is going on, on standard error.
    show: Output,
    place: &'a Place,
    /// Makes names unique in a database that others use, too.
    suffix: String,
}

/// What came out of making the campaign.
struct Made {
    campaign: String,
    plan: Value,
    plan_s: f64,
    run_s: f64,
}

impl Stage<'_> {
    async fn play(&self, server: &Server) -> Result<(Value, People)> {
        let began = Instant::now();
        let workflows = Workflows::open("")?;
        let demo = workflows.folder("demo")?;
        let stranger = Client::new(&server.url())?;
        let people = people::arrive(server, &stranger, &demo, &self.suffix).await?;
        workflow::push(&people.admin, &workflows.folder(workflow_name(&demo)?.as_str())?).await?;
        teach(&people).await?;

        let made = self.make(&people, &demo).await?;
        let review_began = Instant::now();
        let rules = review::Rules::read(&demo)?;
        let review = Review { show: self.show, people: &people, rules: &rules, campaign: &made.campaign };
        let reviewed = review.hold().await?;
        let review_s = seconds(review_began);

        let publish_began = Instant::now();
        let release = self.publish(&people, &made.campaign).await?;
        let proof = Proof { show: self.show, place: self.place, people: &people };
        let published = proof.check_files(&release).await?;
        let publish_s = seconds(publish_began);
        let journal = proof.check_journal().await?;
        let runs = people.get("producer")?.list(&format!("/runs?campaign={}", made.campaign)).await?;
        // The launch and the small runs that change requests led to; a release makes nothing.
        let total = |field: &str| {
            let made = runs.iter().filter(|run| text(run, "kind") == "make");
            made.map(|run| count(&run[field])).sum::<u64>()
        };
        let spend = people.get("producer")?.get(&format!("/spend?campaign={}", made.campaign)).await?;
        index::write(self.place, &published)?;
        let summary = &made.plan["summary"];
        let summary = json!({
            "variants": count(&summary["variants"]),
            "tasks": total("task_count"),
            "outputs_reused": total("reused_count"),
            "seconds": { "plan": made.plan_s, "run": made.run_s, "review": review_s, "publish": publish_s,
                         "total": seconds(began) },
            "decisions": reviewed.verdicts,
            "turns": reviewed.turns,
            "published_files": published.len(),
            "spend": { "amount": spend["campaigns"][0]["spent"], "currency": spend["campaigns"][0]["currency"] },
            "journal": journal,
            "folder": self.place.kept(),
        });
        Ok((summary, people))
    }

    /// Plans the brief, has the plan approved, launches it and waits.
    async fn make(&self, people: &People, demo: &Bundle) -> Result<Made> {
        let producer = people.get("producer")?;
        let began = Instant::now();
        let text_of_brief = demo.find(brief::FILE).context("the demo has no brief")?.to_vec();
        let find = |name: &str| demo.find(name).map(|bytes| bytes.to_vec());
        let campaign = plan::upload(producer, BriefFiles::of(brief::FILE, text_of_brief, find)?).await?;
        let campaign = text(&campaign, "id").to_owned();
        let plan = producer.post(&format!("/campaigns/{campaign}/plans"), &json!({})).await?;
        let plan_s = seconds(began);
        let summary = &plan["summary"];
        self.say(format!("planned {} variants, {} tasks", count(&summary["variants"]), count(&summary["tasks"])));

        let path = format!("/plans/{}", text(&plan, "id"));
        producer.post(&format!("{path}/approve"), &json!({})).await?;
        let began = Instant::now();
        let run = producer.post(&format!("{path}/launch"), &json!({})).await?;
        let run = status::wait(producer, self.show, text(&run, "id")).await?;
        launch::check(&run)?;
        let run_s = seconds(began);
        self.say(format!("made {} tasks in {run_s} s", count(&run["task_count"])));
        Ok(Made { campaign, plan, plan_s, run_s })
    }

    async fn publish(&self, people: &People, campaign: &str) -> Result<Value> {
        let producer = people.get("producer")?;
        let path = format!("/campaigns/{campaign}/releases");
        let release = producer.post(&path, &json!({ "destination": DESTINATION })).await?;
        let refused = count(&release["refused"]);
        if refused > 0 {
            bail!("{refused} sealed variants were refused");
        }
        let release = publish::wait(producer, self.show, &release).await?;
        if text(&release, "state") != "done" {
            bail!("the release ended as {}", text(&release, "state"));
        }
        Ok(release)
    }

    fn say(&self, words: String) {
        self.show.note(words);
    }
}

/// The brand manager copies a skill that comes with the program for the markets that need it; the admin publishes it.
async fn teach(people: &People) -> Result<()> {
    let manager = people.get("brand_manager")?;
    let brands = manager.list("/brands").await?;
    let brand = text(brands.first().context("the demo has no brand")?, "id");
    let copy = json!({ "template": SKILL, "brand_id": brand, "markets": SKILL_MARKETS });
    let skill = manager.post("/skill_copies", &copy).await?;
    let path = format!("/skills/{}/versions/1/publish", text(&skill, "id"));
    people.admin.post(&path, &json!({})).await.map(drop).map_err(Into::into)
}

/// The workflow that the demo's brief names.
fn workflow_name(demo: &Bundle) -> Result<String> {
    let text = demo.get_text(brief::FILE).map_err(galley_domain::source::Problems::from)?;
    let draft = brief::Draft::parse(brief::FILE, text)?;
    Ok(draft.find_workflow().context("the demo's brief names no workflow")?.to_owned())
}

/// Hands the demo's brand kit in.
async fn push_kit(admin: &Client, demo: &Bundle) -> Result<()> {
    let inside =
        demo.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("brand/")?.to_owned(), bytes.clone())));
    brand::push(admin, &Bundle::parse(inside)?, true).await.map(drop)
}

/// Since then, in seconds with three decimals.
fn seconds(began: Instant) -> f64 {
    (began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}
