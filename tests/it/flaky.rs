//! A pretend vendor: the real sketch backend behind a door that a test can shut, and that can fail on command.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use galley_domain::ports::{Backend, CallPlan, Fault, Found, Offer, RateCard, Request, Submitted, Terms, Unfit, Work};
use tokio::sync::watch;

/// What the next calls come to.
enum Mood {
    Good,
    /// So many calls are turned away, the rest are served.
    Busy {
        left: usize,
    },
    /// It answers and does not say what that cost.
    Silent,
    /// Nothing will ever come of it.
    Broken {
        reason: String,
    },
}

pub struct Flaky {
    inner: Arc<dyn Backend>,
    /// The same terms without a price.
    priceless: Terms,
    mood: Mutex<Mood>,
    calls: watch::Sender<usize>,
    is_open: watch::Sender<bool>,
}

impl Flaky {
    /// This backend, which behaves until told otherwise.
    pub fn new(inner: Arc<dyn Backend>) -> Flaky {
        let priceless = Terms { rates: RateCard::default(), ..inner.terms().clone() };
        let (mood, calls, is_open) = (Mutex::new(Mood::Good), watch::Sender::new(0), watch::Sender::new(true));
        Flaky { inner, priceless, mood, calls, is_open }
    }

    /// The next calls fail for now.
    pub fn turn_away(&self, calls: usize) {
        self.set(Mood::Busy { left: calls });
    }

    /// All calls fail for good.
    pub fn break_with(&self, reason: &str) {
        self.set(Mood::Broken { reason: reason.to_owned() });
    }

    /// The next pictures come without what they cost.
    pub fn keep_costs_secret(&self) {
        self.set(Mood::Silent);
    }

    /// All is well again.
    pub fn mend(&self) {
        self.set(Mood::Good);
    }

    /// Calls come in and are not answered until [`Flaky::open`].
    pub fn shut(&self) {
        self.is_open.send_replace(false);
    }

    pub fn open(&self) {
        self.is_open.send_replace(true);
    }

    /// How many calls have come in.
    pub fn calls(&self) -> usize {
        *self.calls.borrow()
    }

    /// Waits until so many calls have come in.
    pub async fn called(&self, times: usize) {
        self.calls.subscribe().wait_for(|calls| *calls >= times).await.expect("the sender is here");
    }

    fn is_silent(&self) -> bool {
        matches!(*self.mood.lock().expect("nobody panics while holding it"), Mood::Silent)
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().expect("nobody panics while holding it") = mood;
    }

    fn fault(&self) -> Option<Fault> {
        let mut mood = self.mood.lock().expect("nobody panics while holding it");
        match &mut *mood {
            Mood::Busy { left } if *left > 0 => {
                *left -= 1;
                Some(Fault::Retry { reason: "too many requests".to_owned(), after_ms: None })
            }
            Mood::Broken { reason } => Some(Fault::GiveUp { reason: reason.clone() }),
            Mood::Good | Mood::Silent | Mood::Busy { .. } => None,
        }
    }
}

#[async_trait]
impl Backend for Flaky {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn adapter(&self) -> &'static str {
        self.inner.adapter()
    }

    fn model(&self) -> Option<&str> {
        self.inner.model()
    }

    fn terms(&self) -> &Terms {
        // Prices are known before and are not told after: what is made is held for and then unknown.
        if self.is_silent() && self.calls() > 0 { &self.priceless } else { self.inner.terms() }
    }

    fn offer(&self, work: Work) -> Option<Offer> {
        self.inner.offer(work)
    }

    fn plan(&self, request: &Request) -> Result<CallPlan, Unfit> {
        self.inner.plan(request)
    }

    async fn submit(&self, call: &Request) -> Result<Submitted, Fault> {
        self.calls.send_modify(|calls| *calls += 1);
        self.is_open.subscribe().wait_for(|is_open| *is_open).await.expect("the sender is here");
        match self.fault() {
            Some(fault) => Err(fault),
            None => self.inner.submit(call).await,
        }
    }

    async fn find(&self, key: &str) -> Result<Found, Fault> {
        self.inner.find(key).await
    }

    async fn check(&self) -> Result<String, Fault> {
        self.inner.check().await
    }
}
