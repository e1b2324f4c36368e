//! Raw statements for the hot paths: tasks, outputs, variants. One text serves both databases:
//! each numbers its parameters `$1, $2, …` and may use one several times.

mod bulk;

use galley_domain::access::{Brands, Scope};
use galley_domain::digest::Digest;
use galley_domain::ids::Id;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::StoreError;

pub(crate) use bulk::{Insert, Kind, among};

/// Most rows one statement may carry: below SQLite's limit on parameters at seven a row.
pub(crate) const ROWS: usize = 1_000;

/// Runs a statement; answers how many rows it touched.
pub(crate) async fn execute<C: ConnectionTrait>(c: &C, text: &str, values: Vec<Value>) -> Result<u64, StoreError> {
    Ok(c.execute_raw(statement(c, text, values)).await?.rows_affected())
}

/// Runs a query; answers its rows.
pub(crate) async fn query<C: ConnectionTrait>(
    c: &C,
    text: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, StoreError> {
    Ok(c.query_all_raw(statement(c, text, values)).await?)
}

/// SQLite takes `$1` for a name and looks it up among all names each time a value is bound; it gets
/// `?`, and a value that is used twice twice.
fn statement<C: ConnectionTrait>(c: &C, text: &str, values: Vec<Value>) -> Statement {
    let backend = c.get_database_backend();
    if backend != DbBackend::Sqlite || !text.contains('$') {
        return Statement::from_sql_and_values(backend, text, values);
    }
    let mut pieces = text.split('$');
    let mut unnamed = pieces.next().unwrap_or_default().to_owned();
    let mut used = Vec::with_capacity(values.len());
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let at: usize = piece[..digits].parse().expect("a parameter is $ and a number");
        used.push(values[at - 1].clone());
        unnamed.push('?');
        unnamed.push_str(&piece[digits..]);
    }
    Statement::from_sql_and_values(backend, unnamed, used)
}

/// Writes `count` groups of parameters: `prefix` says how one row looks, with `{n}` counting up
/// from `first`. `("(?, ?)", 2, 3)` gives `($3, $4), ($5, $6)`.
pub(crate) fn rows(pattern: &str, first: usize, count: usize) -> String {
    let mut out = String::with_capacity(count * (pattern.len() + 8));
    let mut at = first;
    for row in 0..count {
        if row > 0 {
            out.push(',');
        }
        for piece in pattern.chars() {
            if piece == '?' {
                out.push('$');
                out.push_str(&at.to_string());
                at += 1;
            } else {
                out.push(piece);
            }
        }
    }
    out
}

/// A list `$first, …` of `count` parameters.
pub(crate) fn list(first: usize, count: usize) -> String {
    rows("?", first, count)
}

/// Ids as values.
pub(crate) fn uuids<T: Id>(ids: &[T]) -> Vec<Value> {
    ids.iter().map(|id| id.uuid().into()).collect()
}

/// Keys as values.
pub(crate) fn keys(keys: &[Digest]) -> Vec<Value> {
    keys.iter().map(|key| key.0.to_vec().into()).collect()
}

/// A column's UUID as a typed id.
pub(crate) fn id<T: From<Uuid>>(row: &QueryResult, column: &str) -> Result<T, StoreError> {
    Ok(T::from(row.try_get::<Uuid>("", column)?))
}

/// A column's digest.
pub(crate) fn digest(row: &QueryResult, column: &str) -> Result<Digest, StoreError> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    Digest::from_slice(&bytes).map_err(|_| StoreError::corrupt(column))
}

/// A column's JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, StoreError> {
    let text: String = row.try_get("", column)?;
    serde_json::from_str(&text).map_err(|_| StoreError::corrupt(column))
}

/// The wall for a raw statement: a condition on `organization_id` and `brand_id`, with its
/// parameters numbered from `first`.
pub(crate) fn wall(scope: &Scope, first: usize) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![scope.organization.uuid().into()];
    let mut text = format!("organization_id = ${first}");
    if let Brands::Only(brands) = &scope.brands {
        if brands.is_empty() {
            text.push_str(" AND 1 = 0");
        } else {
            text.push_str(&format!(" AND brand_id IN ({})", list(first + 1, brands.len())));
            values.extend(brands.iter().map(|brand| Value::from(brand.uuid())));
        }
    }
    (text, values)
}
