//! Pages of lists: `?limit=1..200&after=<cursor>`. The cursor is the id of the last item seen;
//! ids sort by time, so a page never shifts under its reader.

use galley_domain::ids::Id;
use galley_store::Page;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ApiError;

/// How many items a page has where nobody asks for another number.
const USUAL: u64 = 50;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// Send it as `after` to get what follows; null at the end.
    pub next: Option<String>,
}

/// The page that was asked for.
pub fn page<T: Id>(limit: Option<u64>, after: Option<&str>) -> Result<Page<T>, ApiError> {
    let after = match after {
        Some(text) => {
            Some(T::parse(text).map_err(|_| ApiError::malformed("`after` is a cursor from a list's `next`"))?)
        }
        None => None,
    };
    Ok(Page { after, limit: self::limit(limit)? })
}

/// The number of items that was asked for.
pub fn limit(limit: Option<u64>) -> Result<u64, ApiError> {
    let most = Page::<()>::MOST;
    match limit.unwrap_or(USUAL) {
        asked if (1..=most).contains(&asked) => Ok(asked),
        _ => Err(ApiError::malformed(format!("`limit` is 1 to {most}"))),
    }
}

/// A page of rows as a page of items. A full page may have something behind it.
pub fn list<R, T>(rows: Vec<R>, limit: u64, cursor: impl Fn(&R) -> String, item: impl FnMut(R) -> T) -> List<T> {
    let is_full = rows.len() as u64 >= limit;
    let next = rows.last().filter(|_| is_full).map(cursor);
    List { items: rows.into_iter().map(item).collect(), next }
}

/// A list that is never long enough for pages.
pub fn whole<T>(items: Vec<T>) -> List<T> {
    List { items, next: None }
}

#[cfg(test)]
mod tests {
    use galley_domain::ids::{RunId, TaskId};

    use super::*;

    #[test]
    fn a_cursor_is_an_id_of_the_listed_kind() {
        let id = RunId::at(1_000, &[7; 10]);
        let page = page::<RunId>(None, Some(&id.to_string())).expect("a run's id");
        assert_eq!((page.after, page.limit), (Some(id), USUAL));
        let other = TaskId::at(1_000, &[7; 10]).to_string();
        assert_eq!(
            super::page::<RunId>(None, Some(&other)).map(|_| ()).map_err(|e| e.code()),
            Err("malformed_request")
        );
    }

    #[test]
    fn limits() {
        assert_eq!(limit(Some(200)).ok(), Some(200));
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }

    #[test]
    fn only_a_full_page_has_a_next_one() {
        assert_eq!(list(vec![1, 2], 2, |row| row.to_string(), |row| row).next.as_deref(), Some("2"));
        assert_eq!(list(vec![1], 2, |row| row.to_string(), |row| row).next, None);
        assert_eq!(list(Vec::<u8>::new(), 2, |row| row.to_string(), |row| row).next, None);
    }
}
