//! A world of a test's own: a database, folders, a clock that stands still, a pretend vendor, the real server with its
//! workers, and people who signed in. What people do with it stands in `desk.rs`.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use galley::client::Client;
use galley::config::{Config, Durability, Lane};
use galley::server::Server;
use galley::wiring;
use galley_domain::access::Scope;
use galley_domain::ids::OrganizationId;
use galley_domain::ports::Destination;
use galley_domain::task::TaskState;
use galley_engine::Engine;
use galley_engine::actions::create_organization::{NewOrganization, create_organization};
use galley_store::runs::Run;
use galley_store::{Page, runs, sessions, tasks};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::campaign::Files;
use crate::clock::TestClock;
use crate::database::Database;
use crate::flaky::Flaky;

/// Runs each flow, an `async fn(&World)`, on both databases.
macro_rules! both {
    ($($flow:ident),* $(,)?) => {$(
        mod $flow {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let database = $crate::database::Database::Sqlite;
                $crate::world::World::play(database, async |world| super::$flow(world).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let database = $crate::database::Database::postgres().await;
                $crate::world::World::play(database, async |world| super::$flow(world).await).await;
            }
        }
    )*};
}
pub(crate) use both;

/// A role for the brand, perhaps for one market only.
type Role = (&'static str, Option<&'static str>);
/// Everybody but the admin, with their roles.
const PEOPLE: [(&str, &[Role]); 7] = [
    ("producer", &[("producer", None)]),
    ("brand_manager", &[("brand_manager", None)]),
    ("second_manager", &[("brand_manager", None)]),
    ("approver", &[("market_approver", None)]),
    ("german_approver", &[("market_approver", Some("de"))]),
    ("finance", &[("finance", None)]),
    ("founder", &[("producer", None), ("brand_manager", None), ("market_approver", None)]),
];
const PASSWORD: &str = "correct horse battery staple";
/// The destination, by the name that the workflow uses.
pub const DESTINATION: &str = "folder";
/// The price of one picture, in billionths of a euro.
const IMAGE_NANO: i64 = 2_000_000;
/// Nothing here takes a tenth of it; without it, work that hangs would say nothing.
const PATIENCE: Duration = Duration::from_secs(150);

pub struct World {
    pub clock: Arc<TestClock>,
    pub sketch: Arc<Flaky>,
    /// The id of the only brand.
    pub brand: String,
    server: Server,
    organization: OrganizationId,
    people: BTreeMap<String, Client>,
    folder: TempDir,
}

impl World {
    /// Plays a flow in a fresh world and cleans up, whatever becomes of it. Fails where work is left over.
    pub async fn play(database: Database, flow: impl AsyncFnOnce(&World)) {
        World::play_with(database, |_| {}, flow).await;
    }

    /// The same with another configuration.
    pub async fn play_with(database: Database, change: impl FnOnce(&mut Config), flow: impl AsyncFnOnce(&World)) {
        let outcome = AssertUnwindSafe(World::play_on(&database, change, flow)).catch_unwind().await;
        database.remove().await;
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    }

    async fn play_on(database: &Database, change: impl FnOnce(&mut Config), flow: impl AsyncFnOnce(&World)) {
        let world = World::open(database, change).await;
        let outcome = AssertUnwindSafe(flow(&world)).catch_unwind().await;
        let left = world.unfinished().await;
        world.sketch.open();
        world.server.stop().await.expect("the server stops in good order");
        match outcome {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(()) => assert!(left.is_empty(), "the flow ended before its work did: {left:#?}"),
        }
    }

    async fn open(database: &Database, change: impl FnOnce(&mut Config)) -> World {
        let folder = tempfile::Builder::new().prefix("galley-it-").tempdir().expect("may make a folder");
        let mut config = config(database, folder.path());
        change(&mut config);
        let clock = Arc::new(TestClock::default());
        let mut parts = wiring::parts(&config, clock.clone()).await.expect("the parts of the configuration open");
        let sketch = parts.backends.remove("sketch").expect("the program draws sketches");
        let sketch = Arc::new(Flaky::new(sketch));
        parts.backends.insert("sketch".to_owned(), sketch.clone());
        let engine = Engine::new(parts);
        wiring::migrate(&engine).await.expect("an empty database is brought up to date");
        let server = Server::start_with(engine, &config).await.expect("the server starts");

        let organization = organize(&server.engine, "ombrava", "admin@ombrava.example").await;
        let admin = sign_in(&server, "admin@ombrava.example").await;
        let brand = teach(&admin).await;
        let people = BTreeMap::from([("admin".to_owned(), admin)]);
        let mut world = World { clock, sketch, brand, server, organization, people, folder };
        for (name, roles) in PEOPLE {
            world.admit(name, roles).await;
        }
        world
    }

    /// Adds somebody with roles for the brand.
    async fn admit(&mut self, name: &str, roles: &[Role]) {
        let grants: Vec<Value> = roles
            .iter()
            .map(|(role, market)| json!({ "role": role, "brand_id": self.brand, "market": market }))
            .collect();
        let email = format!("{name}@ombrava.example");
        let person = json!({ "name": name, "email": email, "password": PASSWORD, "grants": grants });
        self.as_("admin").post("/people", &person).await.expect("an admin adds people");
        let client = sign_in(&self.server, &email).await;
        self.people.insert(name.to_owned(), client);
    }

    /// Another organization's admin, who knows nobody here.
    pub async fn stranger(&self) -> Client {
        organize(&self.server.engine, "elsewhere", "admin@elsewhere.example").await;
        sign_in(&self.server, "admin@elsewhere.example").await
    }

    /// Somebody, signed in.
    pub fn as_(&self, name: &str) -> &Client {
        self.people.get(name).unwrap_or_else(|| panic!("nobody here is called {name}"))
    }

    /// Nobody in particular.
    pub fn nobody(&self) -> Client {
        Client::new(&self.server.url()).expect("the server's address is one")
    }

    /// The engine behind the API, for what no API tells.
    pub fn engine(&self) -> &Engine {
        &self.server.engine
    }

    pub fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// Where releases go.
    pub fn published(&self) -> PathBuf {
        self.folder.path().join("published")
    }

    /// A destination, as the program sees it.
    pub fn destination(&self, name: &str) -> &dyn Destination {
        self.server.engine.destinations.get(name).expect("the configuration names it").as_ref()
    }

    /// Waits until nothing can go on before the clock is turned or somebody does something.
    pub async fn run_until_idle(&self) {
        let mut looks = self.server.engine.watch_looks();
        let idle = async {
            while !self.is_idle().await {
                looks.changed().await.expect("the engine lives as long as the world");
            }
        };
        if tokio::time::timeout(PATIENCE, idle).await.is_err() {
            panic!("the work does not come to an end: {:#?}", self.unfinished().await);
        }
    }

    /// Waits for a look around that began after this call.
    pub async fn look_again(&self) {
        let mut looks = self.server.engine.watch_looks();
        // The first to end may have begun before.
        for _ in 0..2 {
            looks.changed().await.expect("the engine lives as long as the world");
        }
    }

    /// How many sessions are over and still there; they are gone afterwards.
    pub async fn expired_sessions(&self) -> u64 {
        let engine = &self.server.engine;
        let dropped = sessions::delete_expired_sessions_everywhere(&engine.store, engine.now_ms()).await;
        dropped.expect("the database answers")
    }

    async fn is_idle(&self) -> bool {
        for run in self.open_runs().await {
            if !self.rests(&run).await {
                return false;
            }
        }
        true
    }

    /// Whether all that is left of an open run waits for the clock or for a person.
    async fn rests(&self, run: &Run) -> bool {
        let engine = &self.server.engine;
        let counts = self.counts(run).await;
        let has = |wanted: fn(TaskState) -> bool| counts.iter().any(|(_, state, count)| wanted(*state) && *count > 0);
        let is_busy = has(|state| matches!(state, TaskState::Queued | TaskState::Running));
        // A run of which nothing is left is about to be closed.
        if is_busy || !has(|state| !state.is_over()) {
            return false;
        }
        for lane in engine.lanes.keys().filter(|_| run.state == "active") {
            let ready = tasks::list_ready(&engine.store, run.id, lane, engine.now_ms(), 1).await;
            if !ready.expect("the database answers").is_empty() {
                return false;
            }
        }
        // These were several looks: what was ready at the first may have been on its way at the second.
        self.counts(run).await == counts
    }

    /// How many of a run's tasks are in which lane and state.
    async fn counts(&self, run: &Run) -> Vec<(String, TaskState, i64)> {
        let counted = tasks::count(&self.server.engine.store, &run.scope(), run.id).await;
        let mut counts = counted.expect("the database answers");
        counts.sort_by_key(|(lane, state, _)| (lane.clone(), state.code()));
        counts
    }

    async fn open_runs(&self) -> Vec<Run> {
        let scope = Scope::whole(self.organization);
        let found = runs::list(&self.server.engine.store, &scope, None, Page::first()).await;
        found.expect("the database answers").into_iter().filter(|run| run.finished_ms.is_none()).collect()
    }

    /// What is left to do, in words.
    async fn unfinished(&self) -> Vec<String> {
        let mut left = Vec::new();
        for run in self.open_runs().await {
            left.push(format!("{} is {}: {:?}", run.id, run.state, self.counts(&run).await));
        }
        left
    }
}

fn config(database: &Database, folder: &Path) -> Config {
    let mut config = Config::parse(None, std::iter::empty()).expect("the defaults are right");
    config.listen = "127.0.0.1:0".to_owned();
    config.database_url = database.url(folder);
    config.blobs_url = format!("file://{}", folder.join("blobs").display());
    config.store.durability = Durability::Process;
    config.store.max_connections = 8;
    config.backends.sketch.image_nano = IMAGE_NANO;
    config.lanes.values_mut().for_each(|lane| *lane = Lane { concurrency: 2 });
    let published = json!({ "kind": "folder", "path": folder.join("published") });
    let Value::Object(published) = published else { unreachable!("it was written as an object") };
    config.destinations = BTreeMap::from([(DESTINATION.to_owned(), published)]);
    config
}

/// Whoever runs the program makes an organization and its admin.
async fn organize(engine: &Engine, slug: &str, email: &str) -> OrganizationId {
    let new = NewOrganization {
        slug: slug.to_owned(),
        title: slug.to_owned(),
        admin_email: email.to_owned(),
        admin_name: "Admin".to_owned(),
        admin_password: PASSWORD.to_owned(),
    };
    create_organization(engine, new).await.expect("nobody has the slug or the address").0
}

async fn sign_in(server: &Server, email: &str) -> Client {
    let nobody = Client::new(&server.url()).expect("the server's address is one");
    nobody.sign_in(email, PASSWORD).await.expect("the password is right")
}

/// The admin hands a brand, its kit and the workflow in. Answers the brand's id.
async fn teach(admin: &Client) -> String {
    let brand = json!({ "slug": "ombrava", "title": "Ombrava" });
    let brand = admin.post("/brands", &brand).await.expect("an admin makes brands");
    let id = crate::desk::text(&brand["id"]);
    let put = reqwest::Method::PUT;
    admin.upload(put.clone(), &format!("/brands/{id}/kit"), Files::kit().uploads()).await.expect("the kit is right");
    let workflow = Files::workflow("global-launch").uploads();
    admin.upload(put, "/workflows/global-launch", workflow).await.expect("the workflow is right");
    id
}
