//! When the dice kill what, and doing it: along a run by the tasks that are done, under a request by how often the server
//! has shown that it lives. Knows nothing of what the requests are about.

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{interval, timeout};

use crate::dice::Dice;
use crate::installation::{Installation, Target};
use crate::person::{PACE, PATIENCE, Person, number};

/// How far something has come.
const WHOLE_PERMILLE: usize = 1_000;
/// Kills along a run begin and end with something left to do.
const WITHIN: (usize, usize) = (20, 950);
/// Between two looks whether the server lives.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// A kill along a run.
struct Moment {
    done_permille: usize,
    target: Target,
}

/// Every kill of the test, before it begins.
pub struct Schedule {
    making: Vec<Moment>,
    publishing: Vec<Moment>,
    /// How far a request has come, as the share of what the last one of its sort took.
    pub planning: usize,
    pub launching: usize,
    pub releasing: usize,
    /// The same for decisions, by the number of the batch.
    pub deciding: BTreeMap<usize, usize>,
}

impl Schedule {
    pub fn throw(dice: &mut Dice, batches: usize) -> Schedule {
        let making = [[Target::Server; 5], [Target::Worker; 5]].concat();
        let publishing = vec![Target::Server, Target::Server, Target::Worker, Target::Worker, Target::Worker];
        // The first batch shows how long one takes.
        let deciding = dice.several(3, 1, batches);
        Schedule {
            making: moments(dice, [making, vec![Target::Both]].concat()),
            publishing: moments(dice, publishing),
            planning: dice.between(0, WHOLE_PERMILLE),
            launching: dice.between(0, WHOLE_PERMILLE),
            releasing: dice.between(0, WHOLE_PERMILLE),
            deciding: deciding.into_iter().map(|batch| (batch, dice.between(0, WHOLE_PERMILLE))).collect(),
        }
    }
}

fn moments(dice: &mut Dice, mut targets: Vec<Target>) -> Vec<Moment> {
    dice.shuffle(&mut targets);
    let whens = dice.several(targets.len(), WITHIN.0, WITHIN.1);
    whens.into_iter().zip(targets).map(|(done_permille, target)| Moment { done_permille, target }).collect()
}

/// Whoever kills.
pub struct Killer<'a> {
    pub home: &'a Installation,
    pub schedule: Schedule,
    /// Sees how far runs are.
    pub producer: &'a Person<'a>,
}

impl Killer<'_> {
    /// Follows the run that makes the ads to its end. Answers it as it ended.
    pub async fn follow_making(&self, run: &str) -> Value {
        self.follow(run, &self.schedule.making, "done of the making").await
    }

    /// Follows the run that publishes them.
    pub async fn follow_publishing(&self, run: &str) -> Value {
        self.follow(run, &self.schedule.publishing, "done of the publishing").await
    }

    async fn follow(&self, run: &str, moments: &[Moment], what: &str) -> Value {
        for moment in moments {
            let now =
                self.wait(run, |run| done(run) >= number(&run["task_count"]) * moment.done_permille / 1_000).await;
            let words = format!("with {} of {} tasks {what}", done(&now), now["task_count"]);
            self.home.kill(moment.target, &words).await;
        }
        self.wait(run, |run| !run["finished_at"].is_null()).await
    }

    /// Looks at a run until it is so; fails where it ends before.
    async fn wait(&self, run: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        let looking = async {
            let mut pace = interval(PACE);
            loop {
                pace.tick().await;
                last = self.producer.get(&format!("/runs/{run}")).await;
                if is_so(&last) {
                    return;
                }
                assert!(last["finished_at"].is_null(), "it ended early: {last:#}");
            }
        };
        if timeout(PATIENCE, looking).await.is_err() {
            panic!("the run stands still: {last:#}");
        }
        last
    }

    /// Counts how often the server shows that it lives while it serves a request.
    pub async fn count_looks<T>(&self, request: impl Future<Output = T>) -> (T, usize) {
        let mut looks = 0;
        let answer = tokio::select! {
            answer = request => answer,
            () = self.look(usize::MAX, &mut looks) => unreachable!("nobody looks so often"),
        };
        (answer, looks)
    }

    /// Kills the server under a request, after a share of so many looks. Where the request was quicker than that, the
    /// server dies right behind it.
    pub async fn kill_under<T>(
        &self,
        what: &str,
        (permille, of_looks): (usize, usize),
        request: impl Future<Output = T>,
    ) -> T {
        let most = of_looks * permille / WHOLE_PERMILLE;
        let mut looks = 0;
        tokio::pin!(request);
        let quick = tokio::select! {
            answer = &mut request => Some(answer),
            () = self.look(most, &mut looks) => None,
        };
        let moment = if quick.is_some() { "behind" } else { "under" };
        self.home.kill(Target::Server, &format!("{moment} {what}, after {looks} looks of {of_looks}")).await;
        match quick {
            Some(answer) => answer,
            None => request.await,
        }
    }

    async fn look(&self, most: usize, looks: &mut usize) {
        let http = reqwest::Client::new();
        let mut pace = interval(LOOK_EVERY);
        while *looks < most {
            pace.tick().await;
            // Whether it lives or not: this is only how time is told here.
            let _ = http.get(format!("{}/healthz", self.home.client().server())).send().await;
            *looks += 1;
        }
    }
}

/// Tasks that are at their end and well.
pub fn done(run: &Value) -> usize {
    number(&run["tasks"]["done"])
}
