//! A task's states and what may follow from what; how long to wait before the next try.

use serde::{Deserialize, Serialize};

/// Where a task stands. Its row is the truth; the queue only rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Something it needs is not done.
    Waiting,
    /// May run as soon as its lane has room.
    Ready,
    /// A message is on its way to a worker.
    Queued,
    /// A worker holds a lease on it.
    Running,
    Done,
    /// Ended without an output, with a reason; a person may retry it.
    Failed,
    Cancelled,
}

impl TaskState {
    /// Every state.
    pub const ALL: [TaskState; 7] = [
        TaskState::Waiting,
        TaskState::Ready,
        TaskState::Queued,
        TaskState::Running,
        TaskState::Done,
        TaskState::Failed,
        TaskState::Cancelled,
    ];

    /// The number the database keeps.
    pub fn code(self) -> i16 {
        self as i16
    }

    /// The state with this number.
    pub fn from_code(code: i16) -> Option<TaskState> {
        TaskState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word in the API.
    pub fn word(self) -> &'static str {
        match self {
            TaskState::Waiting => "waiting",
            TaskState::Ready => "ready",
            TaskState::Queued => "queued",
            TaskState::Running => "running",
            TaskState::Done => "done",
            TaskState::Failed => "failed",
            TaskState::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will happen by itself.
    pub fn is_over(self) -> bool {
        matches!(self, TaskState::Done | TaskState::Failed | TaskState::Cancelled)
    }
}

/// How often a task is tried before it is given up as failed.
pub const MAX_ATTEMPTS: u16 = 5;

/// Milliseconds to wait before the try after `attempt` (1, 2, …): 2 s, 8 s, 32 s, 128 s, with
/// up to a quarter more by `jitter` (0 to 1) so that many failures do not return together.
pub fn backoff_ms(attempt: u16, jitter: f64) -> u64 {
    let base = 2_000u64.saturating_mul(4u64.saturating_pow(u32::from(attempt.saturating_sub(1))));
    let capped = base.min(300_000);
    capped + (capped as f64 * 0.25 * jitter.clamp(0.0, 1.0)) as u64
}
