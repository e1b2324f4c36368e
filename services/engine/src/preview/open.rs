//! The previews that are open in this process, each for the person who opened it. Bounded in number,
//! memory and time; one that had to go is opened again by its client.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use galley_domain::access::{Access, Actor, Permission};
use galley_domain::ids::{OrganizationId, PreviewId};

use super::Preview;
use crate::ActionError;

/// Previews of one person; the least recently used one goes.
const EACH: usize = 3;
/// Bytes of all previews of this process.
const MOST_BYTES: usize = 512 << 20;
/// How long one is kept that nobody uses, milliseconds.
const IDLE_MS: i64 = 30 * 60 * 1_000;

/// Open previews by id.
#[derive(Default)]
pub struct Previews {
    open: Mutex<BTreeMap<PreviewId, Open>>,
}

struct Open {
    organization: OrganizationId,
    actor: Actor,
    used_ms: i64,
    preview: Arc<Preview>,
}

impl Open {
    fn is_of(&self, access: &Access) -> bool {
        self.organization == access.organization && self.actor == access.actor
    }
}

impl Previews {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<PreviewId, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keep(&self, access: &Access, id: PreviewId, preview: Arc<Preview>, now_ms: i64) {
        let mut open = self.lock();
        open.retain(|_, known| known.used_ms + IDLE_MS > now_ms);
        let (organization, actor) = (access.organization, access.actor);
        open.insert(id, Open { organization, actor, used_ms: now_ms, preview });
        while open.values().filter(|known| known.is_of(access)).count() > EACH {
            forget_oldest(&mut open, |known| known.is_of(access));
        }
        while open.len() > 1 && open.values().map(|known| known.preview.weight()).sum::<usize>() > MOST_BYTES {
            forget_oldest(&mut open, |_| true);
        }
    }

    /// A preview of this person.
    pub fn get(&self, access: &Access, id: PreviewId, now_ms: i64) -> Result<Arc<Preview>, ActionError> {
        let mut open = self.lock();
        let known = open.get_mut(&id).filter(|known| known.is_of(access) && known.used_ms + IDLE_MS > now_ms);
        let known = known.ok_or(ActionError::NotFound("preview"))?;
        if !access.may(Permission::Produce, known.preview.brand) {
            return Err(ActionError::NotAllowed("only producers write briefs".to_owned()));
        }
        known.used_ms = now_ms;
        Ok(Arc::clone(&known.preview))
    }

    /// Closes a preview of this person.
    pub fn close(&self, access: &Access, id: PreviewId) -> Result<(), ActionError> {
        let mut open = self.lock();
        if !open.get(&id).is_some_and(|known| known.is_of(access)) {
            return Err(ActionError::NotFound("preview"));
        }
        open.remove(&id);
        Ok(())
    }
}

fn forget_oldest(open: &mut BTreeMap<PreviewId, Open>, may_go: impl Fn(&Open) -> bool) {
    let candidates = open.iter().filter(|(_, known)| may_go(known));
    // Ids sort by time, which settles a tie.
    let oldest = candidates.min_by_key(|(id, known)| (known.used_ms, **id)).map(|(id, _)| *id);
    if let Some(oldest) = oldest {
        open.remove(&oldest);
    }
}
