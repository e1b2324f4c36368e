//! The first half of planning: cells into tasks and variants, and a key for each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Gap, PlanContext, PlanStep};
use crate::cell::{Cell, MAX_CELLS, Matrix};
use crate::digest::{Digest, Hasher};
use crate::workflow::{InputKind, Step};

/// A brief that spans more cells than Galley takes on.
#[derive(Debug, thiserror::Error)]
#[error("the brief spans {cells} cells; at most {MAX_CELLS} are possible. Leave out markets, messages or formats")]
pub struct TooLarge {
    pub cells: u64,
}

/// One task of the expansion.
#[derive(Debug, Clone)]
pub struct PlannedTask {
    /// Index of the step in the workflow.
    pub step: u16,
    /// Value index on each of the step's axes.
    pub values: Box<[u16]>,
    /// Indices of the tasks it needs.
    pub needs: Vec<u32>,
    /// Names the output by everything that goes into it.
    pub key: Digest,
    /// The index of the first task with the same key: only that one is carried out.
    pub first: u32,
    /// A line is missing here, or in something it needs.
    pub is_blocked: bool,
}

/// One variant of the expansion.
#[derive(Debug, Clone, Copy)]
pub struct PlannedVariant {
    /// The task that makes what is reviewed.
    pub subject: u32,
    /// The last task before people see it: a check of the subject, or the subject itself.
    pub gate: u32,
}

/// All tasks and variants of a brief.
#[derive(Debug)]
pub struct Expansion {
    pub matrix: Matrix,
    /// For each step, the indices of its axes.
    pub step_axes: Vec<Vec<usize>>,
    pub tasks: Vec<PlannedTask>,
    pub variants: Vec<PlannedVariant>,
    pub gaps: BTreeSet<Gap>,
}

impl Expansion {
    /// The cell of a task.
    pub fn cell(&self, task: u32) -> Cell<'_> {
        let task = &self.tasks[task as usize];
        Cell { matrix: &self.matrix, axes: &self.step_axes[task.step as usize], values: &task.values }
    }

    /// The key of a variant: what its revision is made from, checks included.
    pub fn variant_key(&self, variant: &PlannedVariant) -> Digest {
        self.tasks[variant.gate as usize].key
    }

    /// A digest of all cells and keys: two plans with the same one are the same plan.
    pub fn fingerprint(&self) -> Digest {
        let mut hasher = Hasher::new("plan");
        for variant in &self.variants {
            hasher.text("cell", &self.cell(variant.subject).written());
            hasher.digest("key", self.variant_key(variant));
        }
        hasher.finish()
    }
}

/// The matrix a brief spans under a workflow.
pub fn matrix(cx: &PlanContext) -> Matrix {
    let brief = cx.brief;
    let feed_axes: BTreeMap<&str, &str> = cx
        .workflow
        .inputs
        .iter()
        .filter_map(|(name, input)| match &input.kind {
            InputKind::ProductFeed => Some((input.axis.as_deref()?, name.as_str())),
            _ => None,
        })
        .collect();
    let base = cx
        .workflow
        .axes
        .iter()
        .map(|axis| {
            let values = match (axis.as_str(), feed_axes.get(axis.as_str())) {
                ("market", _) => brief.markets.clone(),
                ("message", _) => brief.messages.iter().map(|m| m.id.clone()).collect(),
                ("format", _) => brief.formats.clone(),
                (_, Some(input)) => cx.feeds.get(*input).map(|feed| feed.ids()).unwrap_or_default(),
                (other, None) => brief.axes.get(other).cloned().unwrap_or_default(),
            };
            (axis.clone(), values)
        })
        .collect();
    let mut matrix = Matrix::new(base);
    derive(cx, &mut matrix);
    for rule in &brief.exclude {
        matrix.exclude(rule);
    }
    for (axis, input) in feed_axes {
        if let Some(feed) = cx.feeds.get(input) {
            matrix.allow(axis, "market", &feed.pairs());
        }
    }
    matrix
}

fn derive(cx: &PlanContext, matrix: &mut Matrix) {
    let catalog = cx.catalog;
    matrix.derive("locale", "market", |id| Some(catalog.markets.get(id)?.locale.clone()));
    matrix.derive("shape", "format", |id| Some(catalog.formats.get(id)?.shape().word().to_owned()));
}

/// Expands a brief. `kinds` gives, for each step of the workflow in order, how to plan it.
pub fn expand(cx: &PlanContext, kinds: &[&dyn PlanStep]) -> Result<Expansion, TooLarge> {
    let matrix = matrix(cx);
    if matrix.size() > MAX_CELLS {
        return Err(TooLarge { cells: matrix.size() });
    }
    let mut expansion = Builder::new(cx, matrix).run();
    seal_keys(cx, kinds, &mut expansion);
    Ok(expansion)
}

/// Makes the graph: which tasks there are and what each needs. Keys come after, because a task
/// that gathers needs all of what it gathers first.
struct Builder<'a> {
    cx: &'a PlanContext<'a>,
    known: Vec<HashMap<Box<[u16]>, Option<u32>>>,
    subject: Option<usize>,
    gate: Option<usize>,
    out: Expansion,
}

impl<'a> Builder<'a> {
    fn new(cx: &'a PlanContext<'a>, matrix: Matrix) -> Builder<'a> {
        let steps = &cx.workflow.steps;
        let step_axes =
            steps.iter().map(|step| step.per.iter().filter_map(|axis| matrix.axis(axis)).collect()).collect();
        let subject = cx.workflow.subject_step();
        Builder {
            cx,
            known: vec![HashMap::new(); steps.len()],
            subject,
            gate: subject.map(|subject| cx.workflow.gate_step(subject)),
            out: Expansion { matrix, step_axes, tasks: Vec::new(), variants: Vec::new(), gaps: BTreeSet::new() },
        }
    }

    fn run(mut self) -> Expansion {
        let matrix = self.out.matrix.clone();
        let mut made: Vec<Option<u32>> = vec![None; self.cx.workflow.steps.len()];
        matrix.for_each(|cell| {
            for (index, step) in self.cx.workflow.steps.iter().enumerate() {
                made[index] = self.task(index, step, cell, &made);
            }
            let subject = self.subject.and_then(|step| made[step]);
            let gate = self.gate.and_then(|step| made[step]).or(subject);
            if let (Some(subject), Some(gate)) = (subject, gate) {
                self.out.variants.push(PlannedVariant { subject, gate });
            }
        });
        self.out
    }

    fn task(&mut self, index: usize, step: &Step, cell: &[u16], made: &[Option<u32>]) -> Option<u32> {
        let axes = &self.out.step_axes[index];
        let values: Box<[u16]> = axes.iter().map(|&axis| cell[axis]).collect();
        let task = match self.known[index].get(&values) {
            Some(known) => *known,
            None => {
                let view = Cell { matrix: &self.out.matrix, axes, values: &values };
                let task = applies(self.cx, step, &view).then(|| {
                    self.out.tasks.push(PlannedTask {
                        step: index as u16,
                        values: values.clone(),
                        needs: Vec::with_capacity(step.needs.len()),
                        key: Digest([0; 32]),
                        first: 0,
                        is_blocked: false,
                    });
                    (self.out.tasks.len() - 1) as u32
                });
                self.known[index].insert(values, task);
                task
            }
        }?;
        for need in step.needs.iter().filter_map(|&need| made[need]) {
            let needs = &mut self.out.tasks[task as usize].needs;
            // Cells come in order, so a need seen before is most often the last one.
            if needs.last() != Some(&need) && !needs.contains(&need) {
                needs.push(need);
            }
        }
        Some(task)
    }
}

fn applies(cx: &PlanContext, step: &Step, cell: &Cell) -> bool {
    let Some(when) = &step.when else { return true };
    when.eval(&|name| match name.strip_prefix("brief.") {
        Some(field) => cx.brief.field(field),
        None => cell.get(name).map(str::to_owned),
    })
}

/// Computes the keys step by step; needs come before what needs them in a workflow.
fn seal_keys(cx: &PlanContext, kinds: &[&dyn PlanStep], out: &mut Expansion) {
    let prefixes: Vec<Hasher> =
        cx.workflow.steps.iter().zip(kinds).map(|(step, kind)| key_prefix(cx, step, *kind)).collect();
    let mut order: Vec<u32> = (0..out.tasks.len() as u32).collect();
    order.sort_by_key(|&task| out.tasks[task as usize].step);
    let mut first_with: HashMap<Digest, u32> = HashMap::with_capacity(out.tasks.len());
    for index in order {
        let step_index = out.tasks[index as usize].step as usize;
        let mut hasher = prefixes[step_index].clone();
        let mut is_blocked = false;
        let mut needs = std::mem::take(&mut out.tasks[index as usize].needs);
        for need in &mut needs {
            let needed = &out.tasks[*need as usize];
            hasher.digest("need", needed.key);
            is_blocked |= needed.is_blocked;
            *need = needed.first;
        }
        let step = &cx.workflow.steps[step_index];
        let gaps = kinds[step_index].inputs(cx, step, &out.cell(index), &mut hasher);
        is_blocked |= !gaps.is_empty();
        out.gaps.extend(gaps);
        let key = hasher.finish();
        let task = &mut out.tasks[index as usize];
        task.needs = needs;
        task.key = key;
        task.is_blocked = is_blocked;
        task.first = *first_with.entry(key).or_insert(index);
    }
}

/// What the keys of all tasks of a step begin with. Brands are walled off from each other, also where
/// they ask for the very same: what one has made is not there for the other.
fn key_prefix(cx: &PlanContext, step: &Step, kind: &dyn PlanStep) -> Hasher {
    let mut hasher = Hasher::new("task");
    hasher.text("brand", &cx.brief.brand);
    hasher.text("step_kind", &step.kind);
    hasher.text("version", &kind.version().to_string());
    hasher.json("with", &step.with);
    hasher
}

/// The key that one task has now. A worker compares it with the key the task was planned with, so
/// that nothing is kept under a name that no longer fits it.
pub fn key_of(cx: &PlanContext, step: &Step, kind: &dyn PlanStep, cell: &str, needs: &[Digest]) -> Digest {
    let base = crate::cell::pairs(cell).map(|(axis, value)| (axis.to_owned(), vec![value.to_owned()]));
    let mut matrix = Matrix::new(base.collect());
    derive(cx, &mut matrix);
    let axes: Vec<usize> = step.per.iter().filter_map(|axis| matrix.axis(axis)).collect();
    let values = vec![0; axes.len()];
    let mut hasher = key_prefix(cx, step, kind);
    for need in needs {
        hasher.digest("need", *need);
    }
    kind.inputs(cx, step, &Cell { matrix: &matrix, axes: &axes, values: &values }, &mut hasher);
    hasher.finish()
}
