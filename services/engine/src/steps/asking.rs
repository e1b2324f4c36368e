//! Asking backends for a step: the one that the workflow names, and where that one cannot, the one it names for that. What
//! is asked is the step's own; what it costs is booked where calls are.

use std::sync::Arc;

use galley_domain::brief::{Brief, Sensitivity};
use galley_domain::bundle::Bundle;
use galley_domain::plan::{Estimate, PlanContext, Range};
use galley_domain::ports::{Backend, DataPolicy, Fault, Request, Work};
use galley_domain::task::MAX_ATTEMPTS;
use galley_domain::workflow::Step;

use crate::Engine;
use crate::calls::UNKNOWN;
use crate::carry_out::StepContext;
use crate::finish::{Fallback, Made};
use crate::gateway::{Generated, generate};
use crate::prompt::Prompt;
use crate::sketch;

/// What came, who made it, and who should have.
pub(super) struct Asked {
    pub made_by: String,
    pub generated: Generated,
    pub fallback: Option<Fallback>,
}

/// A prompt template in the workflow's folder.
pub(super) fn template(files: &Bundle, path: &str) -> Result<Prompt, String> {
    Prompt::parse(files.get_text(path).map_err(|problem| problem.to_string())?)
}

/// What the brand's skills ask of a step of this kind stands behind the prompt, word for word.
pub(super) fn with_skills(cx: &PlanContext, step: &Step, market: Option<&str>, prompt: String) -> String {
    match cx.skills.prompt(step, &step.kind, market) {
        Some(words) => format!("{}\n\n{words}", prompt.trim_end()),
        None => prompt,
    }
}

/// A sensitive campaign's words go to no backend that others share.
pub(super) fn policy(brief: &Brief) -> DataPolicy {
    DataPolicy { may_leave: brief.sensitivity != Sensitivity::Sensitive, ..DataPolicy::default() }
}

/// The backend's lane. Where there is no such backend no worker answers that lane, so the task goes where it is taken up and
/// says what is missing.
pub(super) fn lane(engine: &Engine, backend: &str) -> String {
    let known = if engine.backends.contains_key(backend) { backend } else { sketch::NAME };
    known.to_owned()
}

/// What a request costs there; unknown where there is no such backend or it cannot take it.
pub(super) fn estimate(engine: &Engine, backend: &str, request: &Request) -> Estimate {
    let unknown = Estimate { gpu_ms: None, cost_nano: None, wall_ms: Range::default() };
    let Some(backend) = engine.backends.get(backend) else { return unknown };
    backend.plan(request).map_or(unknown, |plan| plan.estimate)
}

/// Why a step cannot be had as the program is set up, for the producer; `None` where it can.
pub(super) fn lacks(engine: &Engine, step: &str, backend: &str, work: Work) -> Option<String> {
    let what = match work {
        Work::Text => "writes texts",
        Work::ImageEdit => "changes pictures",
        _ => "makes it",
    };
    let known = engine.backends.get(backend);
    if known.is_some_and(|known| known.offer(work).is_some()) {
        return None;
    }
    let why = match known {
        Some(_) => format!("“{backend}” does not"),
        None => format!("there is none called “{backend}”"),
    };
    Some(format!(
        "the step “{step}” needs a backend that {what}, and {why}: ask whoever runs this Galley for one, and name it in the \
         workflow"
    ))
}

/// Asks the step's backend, and where that one cannot, the one that the workflow names for it.
pub(super) async fn ask(
    cx: &StepContext<'_>,
    backend: &str,
    fallback: Option<&str>,
    request: &Request,
) -> Result<Asked, Fault> {
    let first = find(cx, backend)?;
    let fault = match generate(cx.engine, first.as_ref(), request, cx.paying()).await {
        Ok(generated) => return Ok(Asked { made_by: backend.to_owned(), generated, fallback: None }),
        Err(fault) => fault,
    };
    let Some(second) = fallback.filter(|_| is_out(cx, first.as_ref(), &fault)) else { return Err(fault) };
    let generated = generate(cx.engine, find(cx, second)?.as_ref(), request, cx.paying()).await?;
    let fallback = Some(Fallback { from: backend.to_owned(), to: second.to_owned() });
    Ok(Asked { made_by: second.to_owned(), generated, fallback })
}

/// What a task made with a backend, to be filled in: its costs, its time and its model.
pub(super) fn made(generated: &Generated, fallback: Option<Fallback>) -> Made {
    Made {
        gpu_ms: generated.gpu.and_then(|time| i64::try_from(time.ms).ok()),
        gpu_basis: generated.gpu.map(|time| time.basis.word()),
        cost_nano: generated.cost.map(|cost| cost.nano),
        cost_basis: Some(generated.cost.map_or(UNKNOWN, |cost| cost.basis.word())),
        model: generated.model.clone(),
        is_kept: true,
        fallback,
        ..Made::default()
    }
}

fn find<'a>(cx: &'a StepContext<'_>, name: &str) -> Result<&'a Arc<dyn Backend>, Fault> {
    cx.backend(name).ok_or_else(|| Fault::give_up(format!("there is no backend {name}")))
}

/// Whether a backend will not make it however long one waits: the operator must act, it rests because it
/// keeps failing, or this was the last try. What may be paid for already is not asked for elsewhere.
fn is_out(cx: &StepContext<'_>, backend: &dyn Backend, fault: &Fault) -> bool {
    match fault {
        Fault::Closed { .. } => true,
        Fault::Busy { .. } => cx.engine.gates.is_resting(backend.name()),
        Fault::Retry { .. } => cx.task.attempt + 1 >= MAX_ATTEMPTS as i16,
        Fault::Ambiguous { .. } | Fault::GiveUp { .. } => false,
    }
}
