//! Group commit: many small requests that arrive together are carried out in one transaction,
//! because on both databases the commit costs more than the rows. A lone request waits for nobody.

use std::future::Future;

use tokio::sync::{mpsc, oneshot};

/// Most requests one transaction takes.
const MOST: usize = 256;

/// Collects requests and answers each on its own.
pub(crate) struct Batcher<In, Out> {
    send: mpsc::Sender<(In, oneshot::Sender<Out>)>,
}

impl<In, Out> Clone for Batcher<In, Out> {
    fn clone(&self) -> Self {
        Batcher { send: self.send.clone() }
    }
}

impl<In: Send + 'static, Out: Send + 'static> Batcher<In, Out> {
    /// Starts a task that hands whole batches to `work`, which gives one answer per request, in
    /// order.
    pub(crate) fn start<F, Fut>(work: F) -> Batcher<In, Out>
    where
        F: Fn(Vec<In>) -> Fut + Send + 'static,
        Fut: Future<Output = Vec<Out>> + Send,
    {
        let (send, mut receive) = mpsc::channel::<(In, oneshot::Sender<Out>)>(MOST * 4);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST);
            while receive.recv_many(&mut waiting, MOST).await > 0 {
                let (requests, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
                for (answer, out) in answers.into_iter().zip(work(requests).await) {
                    // Somebody who no longer waits needs no answer.
                    let _ = answer.send(out);
                }
            }
        });
        Batcher { send }
    }

    /// Asks, and waits for the answer; `None` when the program is stopping.
    pub(crate) async fn ask(&self, request: In) -> Option<Out> {
        let (answer, receive) = oneshot::channel();
        self.send.send((request, answer)).await.ok()?;
        receive.await.ok()
    }
}
