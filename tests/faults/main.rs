//! The kill test: processes of the real program make, review and publish a campaign of 2,000 ads while `kill -9` takes
//! the server and the worker away at random moments. At the end nothing is lost and nothing is there twice. Flows in
//! which nobody dies are in `tests/it`.

mod campaign;
#[path = "../it/database.rs"]
mod database;
mod dice;
mod installation;
mod job;
mod kills;
mod left_open;
mod person;
mod process;
mod proof;

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures::FutureExt;

use database::Database;
use dice::Dice;
use installation::Installation;
use job::{BATCHES, Job, People, create_campaign};
use kills::{Killer, Schedule};
use proof::Proof;

/// Fewer would not be a test.
const LEAST_KILLS: usize = 20;

/// Plays each flow, an `async fn(&Installation)`, on both databases.
macro_rules! both {
    ($($flow:ident),* $(,)?) => {$(
        mod $flow {
            use crate::database::Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::play(Database::Sqlite, async |home| super::$flow(home).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::play(Database::postgres().await, async |home| super::$flow(home).await).await;
            }
        }
    )*};
}

both!(kills_lose_nothing_and_double_nothing, a_run_left_open_is_closed);

async fn kills_lose_nothing_and_double_nothing(home: &Installation) {
    let began = Instant::now();
    let schedule = Schedule::throw(&mut Dice::new(), BATCHES);
    let people = People::arrive(home).await;
    let killer = Killer { home, schedule, producer: &people.producer };
    let outcome = Job { home, people: &people, killer }.carry_out().await;
    Proof { home, people: &people, outcome: &outcome }.check().await;
    let (server, worker) = home.kills();
    assert!(server + worker >= LEAST_KILLS, "only {server} + {worker} kills");
    eprintln!("{server} kills of the server and {worker} of the worker in {:.0?}", began.elapsed());
}

async fn a_run_left_open_is_closed(home: &Installation) {
    let people = People::arrive(home).await;
    let campaign = create_campaign(home, &people.producer).await;
    left_open::check(home, &people, &campaign).await;
}

/// Plays a flow in a folder of its own and cleans up; where it failed, the logs are shown.
async fn play(database: Database, flow: impl AsyncFnOnce(&Installation)) {
    let folder = tempfile::Builder::new().prefix("galley-faults-").tempdir().expect("may make a folder");
    let url = database.url(folder.path());
    let outcome = AssertUnwindSafe(async { flow(&Installation::start(folder.path(), &url).await).await });
    let outcome = outcome.catch_unwind().await;
    database.remove().await;
    if let Err(panic) = outcome {
        eprintln!("{}", Installation::logs(folder.path()));
        std::panic::resume_unwind(panic);
    }
}
