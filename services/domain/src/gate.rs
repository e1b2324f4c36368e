//! The gate before a backend: whether it may be asked now, and if not, when. It holds the rate its
//! operator set, what the backend itself says about its pace, and a breaker that leaves alone what
//! keeps failing. Time is an argument; how many are inside at once is the caller's.

use crate::ports::{Fault, Pace};

/// Failures in a row, without one success, after which a backend is left alone.
pub const FAILURES: u32 = 10;
/// How long it is left alone at first, milliseconds; twice as long each time, up to the longest.
const FIRST_REST_MS: i64 = 30_000;
const LONGEST_REST_MS: i64 = 300_000;
/// The wait after an answer that says to wait and not how long, milliseconds.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 60_000;
/// A vendor that says to come back next week is looked at again after an hour.
const LONGEST_TOLD_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;
/// Requests of one minute that may go out at once: a tenth of them.
const BURST_PART: i64 = 10;

/// What is known of a backend's readiness.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    /// When the next request is due if all go out evenly.
    due_ms: i64,
    /// Nothing before this: the backend said so, or it rests.
    shut_until_ms: i64,
    failures: u32,
    /// Refusals for now, in a row.
    waits: u32,
    rests: u32,
    /// After a rest one request goes in to see, and the others wait for what becomes of it.
    trial_until_ms: Option<i64>,
}

impl Gate {
    /// Lets one request in, or says how long to wait, in milliseconds. A trial that never came back
    /// holds the gate for `patience_ms`.
    pub fn enter(&mut self, now_ms: i64, per_minute: Option<u32>, patience_ms: u64) -> Result<(), u64> {
        let until_ms = self.until_ms();
        if until_ms > now_ms {
            return Err(wait(until_ms - now_ms));
        }
        if let Some(rate) = Rate::of(per_minute) {
            let due_ms = self.due_ms.max(now_ms);
            if due_ms - now_ms > rate.ahead_ms {
                return Err(wait(due_ms - now_ms - rate.ahead_ms));
            }
            self.due_ms = due_ms + rate.every_ms;
        }
        if self.rests > 0 {
            self.trial_until_ms = Some(now_ms.saturating_add_unsigned(patience_ms));
        }
        Ok(())
    }

    /// How many requests would get in now, without letting one in.
    pub fn room(&self, now_ms: i64, per_minute: Option<u32>) -> usize {
        if self.until_ms() > now_ms {
            return 0;
        }
        let most = if self.rests > 0 { 1 } else { usize::MAX };
        let Some(rate) = Rate::of(per_minute) else { return most };
        let left_ms = rate.ahead_ms - (self.due_ms.max(now_ms) - now_ms);
        let room = if left_ms < 0 { 0 } else { left_ms / rate.every_ms + 1 };
        usize::try_from(room).unwrap_or(usize::MAX).min(most)
    }

    fn until_ms(&self) -> i64 {
        self.shut_until_ms.max(self.trial_until_ms.unwrap_or(0))
    }

    /// Whether it is left alone because it failed, and not because it is busy.
    pub fn is_resting(&self) -> bool {
        self.rests > 0
    }

    /// A request that was let in was not sent after all.
    pub fn withdraw(&mut self) {
        self.trial_until_ms = None;
    }

    /// A request came back well, perhaps with what the backend says about its pace.
    pub fn succeeded(&mut self, now_ms: i64, pace: Option<Pace>) {
        let due_ms = self.due_ms;
        *self = Gate { due_ms, ..Gate::default() };
        if let Some(pace) = pace.filter(|pace| pace.remaining == 0) {
            self.shut_until_ms = told(now_ms, pace.reset_ms);
        }
    }

    /// A request came back with a fault. Answers how long the same request should wait, where the fault says to wait.
    pub fn failed(&mut self, now_ms: i64, fault: &Fault) -> Option<u64> {
        self.trial_until_ms = None;
        match fault {
            // Told to wait: so do all.
            Fault::Busy { after_ms, .. } => {
                self.waits = self.waits.saturating_add(1);
                let own_ms = doubled(FIRST_WAIT_MS, self.waits, LONGEST_WAIT_MS);
                let until_ms = after_ms.map_or(now_ms + own_ms, |after_ms| told(now_ms, after_ms.max(1)));
                self.shut_until_ms = self.shut_until_ms.max(until_ms);
                Some(wait(self.shut_until_ms - now_ms))
            }
            // The backend's fault, perhaps.
            Fault::Retry { .. } | Fault::Ambiguous { .. } | Fault::Closed { .. } => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= FAILURES || self.rests > 0 {
                    self.rests = self.rests.saturating_add(1);
                    self.failures = 0;
                    self.shut_until_ms = now_ms + doubled(FIRST_REST_MS, self.rests, LONGEST_REST_MS);
                }
                None
            }
            // The request's own fault: the backend answered as it should.
            Fault::GiveUp { .. } => {
                self.failures = 0;
                self.rests = 0;
                None
            }
        }
    }
}

/// A rate as times: requests go out evenly, and a few may go ahead of their time.
struct Rate {
    every_ms: i64,
    ahead_ms: i64,
}

impl Rate {
    fn of(per_minute: Option<u32>) -> Option<Rate> {
        let per_minute = per_minute.map(i64::from).filter(|&requests| requests > 0)?;
        let every_ms = (MINUTE_MS / per_minute).max(1);
        Some(Rate { every_ms, ahead_ms: every_ms * ((per_minute / BURST_PART).max(1) - 1) })
    }
}

fn doubled(first_ms: i64, times: u32, longest_ms: i64) -> i64 {
    first_ms.saturating_mul(1 << times.saturating_sub(1).min(20)).min(longest_ms)
}

fn told(now_ms: i64, after_ms: u64) -> i64 {
    now_ms + i64::try_from(after_ms).unwrap_or(LONGEST_TOLD_MS).min(LONGEST_TOLD_MS)
}

fn wait(ms: i64) -> u64 {
    u64::try_from(ms).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requests in a minute, and what happens when.
    type Case<'a> = (Option<u32>, &'a [(i64, Event)]);

    const PATIENCE_MS: u64 = 5_000;

    /// What happens at a time: something is tried, comes back, or fails.
    #[derive(Debug, Clone, Copy)]
    enum Event {
        /// Tried, and let in.
        In,
        /// Tried, and to wait so long.
        Wait(u64),
        Good,
        /// Good, with no request left for so long.
        Spent(u64),
        Busy(Option<u64>),
        Bad,
        /// So many in a row.
        AllBad(u32),
        /// Let in, and not sent.
        Withdrawn,
        Hopeless,
    }

    #[test]
    fn the_gate_opens_when_it_should() {
        use Event::{AllBad, Bad, Busy, Good, Hopeless, In, Spent, Wait, Withdrawn};
        let cases: &[Case] = &[
            // Without a rate all go in.
            (None, &[(0, In), (0, In), (0, In)]),
            // A tenth of a minute's requests at once, the others evenly.
            (Some(20), &[(0, In), (0, In), (0, Wait(3_000)), (2_999, Wait(1)), (3_000, In), (3_000, Wait(3_000))]),
            (Some(1), &[(0, In), (0, Wait(60_000)), (60_000, In)]),
            // Told how long; not told, so twice as long each time, until one is good.
            (None, &[(0, In), (0, Busy(Some(7_000))), (1, Wait(6_999)), (7_000, In)]),
            (
                None,
                &[
                    (0, Busy(None)),
                    (0, Wait(1_000)),
                    (1_000, Busy(None)),
                    (1_000, Wait(2_000)),
                    (3_000, Good),
                    (3_000, Busy(None)),
                    (3_000, Wait(1_000)),
                ],
            ),
            (None, &[(0, Busy(Some(u64::MAX))), (0, Wait(3_600_000))]),
            // The headers of a good answer say that nothing is left.
            (None, &[(0, In), (0, Spent(4_000)), (10, Wait(3_990)), (4_000, In)]),
            // Failures in a row shut it, a success between opens it; one trial at a time, and a longer rest after it.
            (None, &[(0, AllBad(9)), (0, In), (0, Good), (0, AllBad(9)), (0, In)]),
            (
                None,
                &[
                    (0, AllBad(10)),
                    (0, Wait(30_000)),
                    (30_000, In),
                    (30_000, Wait(5_000)),
                    (30_500, Bad),
                    (30_500, Wait(60_000)),
                ],
            ),
            (
                None,
                &[
                    (0, AllBad(10)),
                    (30_000, In),
                    (30_100, Good),
                    (30_100, In),
                    (30_100, In),
                    (30_100, Bad),
                    (30_100, In),
                ],
            ),
            // A trial that was not sent.
            (None, &[(0, AllBad(10)), (30_000, In), (30_000, Wait(5_000)), (30_000, Withdrawn), (30_000, In)]),
            // A trial that never came back.
            (None, &[(0, AllBad(10)), (30_000, In), (34_999, Wait(1)), (35_000, In)]),
            // What is wrong with a request says nothing against the backend.
            (None, &[(0, AllBad(9)), (0, Hopeless), (0, Bad), (0, In)]),
        ];
        for (index, (per_minute, events)) in cases.iter().enumerate() {
            let mut gate = Gate::default();
            for (at_ms, event) in *events {
                play(&mut gate, *per_minute, *at_ms, *event, index);
            }
        }
    }

    #[test]
    fn the_room_is_what_gets_in() {
        for per_minute in [Some(1), Some(7), Some(20), Some(600), Some(100_000)] {
            let mut gate = Gate::default();
            for at_ms in [0, 1, 40, 3_000, 3_000, 59_000, 200_000] {
                let room = gate.room(at_ms, per_minute);
                let entered = (0..=room).filter(|_| gate.enter(at_ms, per_minute, PATIENCE_MS).is_ok()).count();
                assert_eq!(entered, room, "{per_minute:?} at {at_ms}");
            }
        }
    }

    fn play(gate: &mut Gate, per_minute: Option<u32>, at_ms: i64, event: Event, case: usize) {
        let bad = || Fault::retry("no answer");
        match event {
            Event::In => {
                assert!(gate.room(at_ms, per_minute) > 0, "case {case} at {at_ms}");
                assert_eq!(gate.enter(at_ms, per_minute, PATIENCE_MS), Ok(()), "case {case} at {at_ms}");
            }
            Event::Wait(ms) => {
                assert_eq!(gate.room(at_ms, per_minute), 0, "case {case} at {at_ms}");
                assert_eq!(gate.enter(at_ms, per_minute, PATIENCE_MS), Err(ms), "case {case} at {at_ms}");
            }
            Event::Good => gate.succeeded(at_ms, None),
            Event::Spent(reset_ms) => gate.succeeded(at_ms, Some(Pace { remaining: 0, reset_ms })),
            Event::Busy(after_ms) => {
                gate.failed(at_ms, &Fault::Busy { reason: "full".to_owned(), after_ms });
            }
            Event::Bad => assert_eq!(gate.failed(at_ms, &bad()), None),
            Event::AllBad(times) => (0..times).for_each(|_| {
                gate.failed(at_ms, &bad());
            }),
            Event::Withdrawn => gate.withdraw(),
            Event::Hopeless => assert_eq!(gate.failed(at_ms, &Fault::give_up("nonsense")), None),
        }
    }
}
