//! The second half of planning: what exists is compared with what is wanted.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    Change, ChangeKind, Estimate, Expansion, PlanContext, PlanStep, PlannedVariant, REVIEW_SECONDS, Range, Summary,
};
use crate::digest::Digest;

/// What a campaign has: its variants by written cell.
pub type Existing = HashMap<String, ExistingVariant>;

/// One variant that exists.
#[derive(Debug, Clone, Copy)]
pub struct ExistingVariant {
    /// The key it was last wanted with, checks included.
    pub key: Digest,
    /// The key of its picture at that time.
    pub subject: Digest,
    pub is_approved: bool,
    /// It was removed by an earlier plan and is only kept for its history.
    pub is_retired: bool,
    /// It has an output for that key.
    pub is_made: bool,
}

/// A plan settled against what exists.
#[derive(Debug)]
pub struct Settled {
    pub summary: Summary,
    /// Tasks to carry out, in an order in which needs come first.
    pub to_make: Vec<u32>,
    /// Variants to add or change.
    pub touched: Vec<PlannedVariant>,
    /// Written cells of variants that the brief no longer wants.
    pub removed: Vec<String>,
}

impl Expansion {
    /// The variants that must be made, with what happened to each; only those of some cells where any
    /// are named.
    pub fn touched(&self, existing: &Existing, only: Option<&BTreeSet<String>>) -> Vec<(PlannedVariant, ChangeKind)> {
        self.variants
            .iter()
            .filter_map(|variant| {
                let cell = self.cell(variant.subject).written();
                if only.is_some_and(|only| !only.contains(&cell)) {
                    return None;
                }
                match existing.get(&cell).filter(|known| !known.is_retired) {
                    None => Some((*variant, ChangeKind::Added)),
                    Some(known) if known.key != self.variant_key(variant) || !known.is_made => {
                        Some((*variant, ChangeKind::Changed))
                    }
                    Some(_) => None,
                }
            })
            .collect()
    }

    /// Every task the touched variants need, themselves included, needs first, identical ones
    /// merged.
    pub fn wanted(&self, touched: &[(PlannedVariant, ChangeKind)]) -> Vec<u32> {
        let mut is_wanted = vec![false; self.tasks.len()];
        let mut stack: Vec<u32> = Vec::new();
        for (variant, _) in touched {
            stack.extend([self.first(variant.gate), self.first(variant.subject)]);
        }
        while let Some(task) = stack.pop() {
            if !std::mem::replace(&mut is_wanted[task as usize], true) {
                stack.extend(&self.tasks[task as usize].needs);
            }
        }
        let mut wanted: Vec<u32> = (0..self.tasks.len() as u32).filter(|&task| is_wanted[task as usize]).collect();
        wanted.sort_by_key(|&task| self.tasks[task as usize].step);
        wanted
    }

    fn first(&self, task: u32) -> u32 {
        self.tasks[task as usize].first
    }

    /// Compares with what exists. `has_output` tells which of the keys asked for by
    /// [`Expansion::wanted`] have an output already.
    pub fn settle(
        &self,
        cx: &PlanContext,
        kinds: &[&dyn PlanStep],
        existing: &Existing,
        has_output: &HashSet<Digest>,
        only: Option<&BTreeSet<String>>,
    ) -> Settled {
        let touched = self.touched(existing, only);
        let wanted = self.wanted(&touched);
        let (to_make, blocked_tasks) = self.to_make(&wanted, has_output);
        let mut estimate = Estimate::default();
        let mut steps: BTreeMap<String, u64> = BTreeMap::new();
        for &task in &to_make {
            let step_index = self.tasks[task as usize].step as usize;
            let step = &cx.workflow.steps[step_index];
            estimate.add(kinds[step_index].estimate(cx, step, &self.cell(task)));
            *steps.entry(step.name.clone()).or_default() += 1;
        }
        let removed = if only.is_some() { Vec::new() } else { self.removed(existing) };
        let mut summary = self.count(&touched, &removed, existing);
        summary.tasks = wanted.len() as u64;
        summary.to_make = to_make.len() as u64;
        summary.reused = (wanted.len() - to_make.len() - blocked_tasks) as u64;
        summary.steps = steps;
        summary.estimate = estimate;
        let stages = cx.workflow.stages_for(cx.brief).count() as u64;
        let judged = (touched.len() as u64 - summary.blocked) * stages;
        summary.review_seconds = Range { p50: judged * REVIEW_SECONDS.p50, p90: judged * REVIEW_SECONDS.p90 };
        Settled { summary, to_make, touched: touched.into_iter().map(|(variant, _)| variant).collect(), removed }
    }

    /// Of the wanted tasks, those without an output that something wanted really waits for: a
    /// scene whose ads all exist is not painted again. Also counts the blocked ones.
    fn to_make(&self, wanted: &[u32], has_output: &HashSet<Digest>) -> (Vec<u32>, usize) {
        let mut is_needed = vec![false; self.tasks.len()];
        let mut has_parent = vec![false; self.tasks.len()];
        for &task in wanted {
            for &need in &self.tasks[task as usize].needs {
                has_parent[need as usize] = true;
            }
        }
        let mut to_make = Vec::new();
        let mut blocked = 0;
        for &index in wanted.iter().rev() {
            let task = &self.tasks[index as usize];
            if has_output.contains(&task.key) {
                continue;
            }
            if task.is_blocked {
                blocked += 1;
                continue;
            }
            if is_needed[index as usize] || !has_parent[index as usize] || self.is_subject(index) {
                to_make.push(index);
                for &need in &task.needs {
                    is_needed[need as usize] = true;
                }
            }
        }
        to_make.reverse();
        (to_make, blocked)
    }

    /// A subject is always wanted for itself: its picture is what people look at.
    fn is_subject(&self, task: u32) -> bool {
        self.variants.first().is_some_and(|v| self.tasks[v.subject as usize].step == self.tasks[task as usize].step)
    }

    fn removed(&self, existing: &Existing) -> Vec<String> {
        let wanted: HashSet<String> =
            self.variants.iter().map(|variant| self.cell(variant.subject).written()).collect();
        let mut removed: Vec<String> = existing
            .iter()
            .filter(|(cell, known)| !known.is_retired && !wanted.contains(*cell))
            .map(|(cell, _)| cell.clone())
            .collect();
        removed.sort_unstable();
        removed
    }

    fn count(&self, touched: &[(PlannedVariant, ChangeKind)], removed: &[String], existing: &Existing) -> Summary {
        let mut changes = Vec::new();
        let mut reopened = 0;
        let mut added = 0;
        let mut blocked = 0;
        for (variant, what) in touched {
            let cell = self.cell(variant.subject).written();
            // The same picture checked anew stays approved: nothing moved that the seal is bound to.
            let subject = self.tasks[variant.subject as usize].key;
            let is_reopened = existing.get(&cell).is_some_and(|known| known.is_approved && known.subject != subject);
            reopened += u64::from(is_reopened);
            added += u64::from(*what == ChangeKind::Added);
            blocked += u64::from(self.tasks[variant.gate as usize].is_blocked);
            if changes.len() < 50 {
                changes.push(Change { cell, what: *what, is_reopened });
            }
        }
        changes.extend(removed.iter().take(50).map(|cell| Change {
            cell: cell.clone(),
            what: ChangeKind::Removed,
            is_reopened: existing[cell].is_approved,
        }));
        Summary {
            variants: self.variants.len() as u64,
            added,
            changed: touched.len() as u64 - added,
            removed: removed.len() as u64,
            unchanged: (self.variants.len() - touched.len()) as u64,
            tasks: 0,
            reused: 0,
            to_make: 0,
            steps: BTreeMap::new(),
            estimate: Estimate::default(),
            review_seconds: Range::default(),
            reopened,
            blocked,
            gaps: self.gaps.iter().take(100).cloned().collect(),
            gap_count: self.gaps.len() as u64,
            changes,
        }
    }
}
