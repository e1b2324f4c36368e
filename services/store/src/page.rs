//! Paging by the last id seen: ids sort by time, so a page never shifts under its reader.

use galley_domain::ids::Id;
use uuid::Uuid;

/// Which part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Page<T> {
    /// Rows behind this id only.
    pub after: Option<T>,
    /// At most this many; anything over [`Page::MOST`] is cut.
    pub limit: u64,
}

impl<T> Page<T> {
    /// Most rows of a page.
    pub const MOST: u64 = 200;

    /// The first page, as long as a page may be.
    pub fn first() -> Page<T> {
        Page { after: None, limit: Page::<T>::MOST }
    }

    pub(crate) fn limit(&self) -> u64 {
        self.limit.clamp(1, Page::<T>::MOST)
    }
}

impl<T: Id> Page<T> {
    /// The id to begin behind; the nil id comes before every other.
    pub(crate) fn after(&self) -> Uuid {
        self.after.map_or(Uuid::nil(), Id::uuid)
    }
}
