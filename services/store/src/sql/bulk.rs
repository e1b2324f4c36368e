//! Many rows in one statement, and conditions on many values, in the way each database does them
//! fast. It knows no table.
//!
//! PostgreSQL takes one array a column: the statement's text stays the same whatever the number of
//! rows, so it is parsed and planned once. SQLite has no arrays; there each value is a parameter
//! without a name, since SQLite looks names up one after the other for every value bound.

use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use super::{execute, list};
use crate::StoreError;

/// Most parameters one SQLite statement carries; its own limit is 32,766.
const SQLITE_PARAMETERS: usize = 8_000;
/// Most rows one PostgreSQL statement carries: bounds the memory of one message.
const POSTGRES_ROWS: usize = 4_000;

/// What a column holds. Those that may be empty travel in an array as a value that never occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Uuid,
    Bytes,
    Text,
    MaybeText,
    SmallInt,
    Int,
    BigInt,
    MaybeBigInt,
}

impl Kind {
    /// The name of the array's type, and the type as the driver wants it.
    fn array(self) -> (&'static str, ArrayType) {
        match self {
            Kind::Uuid => ("uuid[]", ArrayType::Uuid),
            Kind::Bytes => ("bytea[]", ArrayType::Bytes),
            Kind::Text | Kind::MaybeText => ("text[]", ArrayType::String),
            Kind::SmallInt => ("smallint[]", ArrayType::SmallInt),
            Kind::Int => ("integer[]", ArrayType::Int),
            Kind::BigInt | Kind::MaybeBigInt => ("bigint[]", ArrayType::BigInt),
        }
    }

    /// The column of the unnested array, with the stand-in for "empty" taken out again.
    fn unnested(self, name: &str) -> String {
        match self {
            Kind::MaybeText => format!("NULLIF(r.{name}, '')"),
            Kind::MaybeBigInt => format!("NULLIF(r.{name}, {}::bigint)", i64::MAX),
            _ => format!("r.{name}"),
        }
    }

    /// A value as it travels in an array.
    fn in_array(self, value: Value) -> Value {
        match (self, value) {
            (Kind::MaybeText, Value::String(None)) => "".into(),
            (Kind::MaybeBigInt, Value::BigInt(None)) => i64::MAX.into(),
            (_, value) => value,
        }
    }
}

/// Rows to insert.
pub(crate) struct Insert<'a> {
    pub table: &'a str,
    /// Columns that have the same value in every row.
    pub same: Vec<(&'a str, Value)>,
    /// Columns that each row brings, in the order of its values.
    pub columns: &'a [(&'a str, Kind)],
    /// What follows the rows: an `ON CONFLICT` clause, or nothing.
    pub then: &'a str,
}

impl Insert<'_> {
    /// Inserts rows, whose values stand one row after the other.
    pub(crate) async fn run<C: ConnectionTrait>(&self, c: &C, values: Vec<Value>) -> Result<(), StoreError> {
        debug_assert_eq!(values.len() % self.columns.len(), 0, "rows of {} are whole", self.table);
        let is_sqlite = c.get_database_backend() == DbBackend::Sqlite;
        let width = self.columns.len() + self.same.len();
        let rows = if is_sqlite { SQLITE_PARAMETERS / width } else { POSTGRES_ROWS };
        let mut values = values.into_iter();
        loop {
            let chunk: Vec<Value> = values.by_ref().take(rows * self.columns.len()).collect();
            if chunk.is_empty() {
                return Ok(());
            }
            let (text, values) = if is_sqlite { self.one_by_one(chunk) } else { self.by_column(chunk) };
            execute(c, &text, values).await?;
        }
    }

    fn names(&self) -> String {
        let names = self.same.iter().map(|(name, _)| *name).chain(self.columns.iter().map(|(name, _)| *name));
        names.collect::<Vec<_>>().join(", ")
    }

    fn one_by_one(&self, chunk: Vec<Value>) -> (String, Vec<Value>) {
        let (width, count) = (self.columns.len() + self.same.len(), chunk.len() / self.columns.len());
        let row = format!("({})", vec!["?"; width].join(","));
        let rows = vec![row.as_str(); count].join(",");
        let mut values = Vec::with_capacity(width * count);
        let mut chunk = chunk.into_iter();
        for _ in 0..count {
            values.extend(self.same.iter().map(|(_, value)| value.clone()));
            values.extend(chunk.by_ref().take(self.columns.len()));
        }
        (format!("INSERT INTO {} ({}) VALUES {rows} {}", self.table, self.names(), self.then), values)
    }

    fn by_column(&self, chunk: Vec<Value>) -> (String, Vec<Value>) {
        let count = chunk.len() / self.columns.len();
        let mut columns: Vec<Vec<Value>> = self.columns.iter().map(|_| Vec::with_capacity(count)).collect();
        for (at, value) in chunk.into_iter().enumerate() {
            let column = at % self.columns.len();
            columns[column].push(self.columns[column].1.in_array(value));
        }
        let mut values: Vec<Value> = self.same.iter().map(|(_, value)| value.clone()).collect();
        let mut picked: Vec<String> = (1..=values.len()).map(|at| format!("${at}")).collect();
        let mut arrays = Vec::with_capacity(self.columns.len());
        for ((name, kind), column) in self.columns.iter().zip(columns) {
            let (written, array) = kind.array();
            values.push(Value::Array(array, Some(Box::new(column))));
            arrays.push(format!("${}::{written}", values.len()));
            picked.push(kind.unnested(name));
        }
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let text = format!(
            "INSERT INTO {} ({}) SELECT {} FROM UNNEST({}) AS r({}) {}",
            self.table,
            self.names(),
            picked.join(", "),
            arrays.join(", "),
            names.join(", "),
            self.then
        );
        (text, values)
    }
}

/// A condition that a column is one of `wanted`, whose values are added to `values`: what follows
/// the column's name. The text depends little on how many there are, so that the database finds the
/// statement it has prepared already.
pub(crate) fn among<C: ConnectionTrait>(c: &C, values: &mut Vec<Value>, kind: Kind, wanted: Vec<Value>) -> String {
    let first = values.len() + 1;
    if c.get_database_backend() != DbBackend::Sqlite {
        let (written, array) = kind.array();
        values.push(Value::Array(array, Some(Box::new(wanted))));
        return format!("= ANY(${first}::{written})");
    }
    let count = wanted.len();
    let Some(last) = wanted.last().cloned() else { return "IN ()".to_owned() };
    // The same value again changes nothing.
    let padded = count.next_power_of_two();
    values.extend(wanted);
    values.extend(std::iter::repeat_n(last, padded - count));
    format!("IN ({})", list(first, padded))
}
