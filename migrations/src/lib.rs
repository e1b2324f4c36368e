//! The database schema, forward only, for SQLite and PostgreSQL. It says which tables exist and
//! what the database itself refuses; it runs no query of the product and knows no tenant.
//!
//! Each migration is SQL in `sql/`, one text for both databases. Where they differ only in the
//! name of a type the text has a placeholder: `{uuid}` and `{bytes}` are types, `{without_rowid}`
//! stores a table in its primary key on SQLite. What differs more (triggers, rows that move) stands in a file of
//! its own for each database.
//!
//! There is no way back down: a mistake is mended by the next migration, as it must be on a
//! database whose ledger and journal may not be dropped. A migration opens no transaction of its
//! own; `galley_store::Store::migrate` runs all of them in one and behind a lock, so that
//! several processes may start at once and a failure leaves nothing half-done.

use async_trait::async_trait;
pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// One step of the schema.
struct Migration {
    name: &'static str,
    /// For both databases.
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal $(with $own:ident)?,)*) => {
        [$(Migration {
            name: $name,
            both: include_str!(concat!("../sql/", $name, ".sql")),
            sqlite: migrations!(@own $name, ".sqlite.sql" $(, $own)?),
            postgres: migrations!(@own $name, ".postgres.sql" $(, $own)?),
        },)*]
    };
    (@own $name:literal, $ending:literal) => { "" };
    (@own $name:literal, $ending:literal, rows) => { include_str!(concat!("../sql/", $name, $ending)) };
    (@own $name:literal, $ending:literal, triggers) => { include_str!(concat!("../sql/", $name, $ending)) };
}

/// Every migration, oldest first. Names are kept in the database: never change one.
const MIGRATIONS: [Migration; 14] = migrations![
    "0001_people",
    "0002_campaigns",
    "0003_runs",
    "0004_review",
    "0005_releases",
    "0006_books" with triggers,
    "0007_task_pages",
    "0008_learning",
    "0009_gpu_basis",
    "0010_closed_months",
    "0011_adjustments" with rows,
    "0014_calls",
    "0014_limits" with triggers,
    "0015_skills",
];

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let (uuid, bytes, without_rowid, own) = match manager.get_database_backend() {
            DbBackend::Sqlite => ("BLOB", "BLOB", "WITHOUT ROWID", self.sqlite),
            DbBackend::Postgres => ("UUID", "BYTEA", "", self.postgres),
            other => return Err(DbErr::Migration(format!("no schema for {other:?}"))),
        };
        let both =
            self.both.replace("{uuid}", uuid).replace("{bytes}", bytes).replace("{without_rowid}", without_rowid);
        connection.execute_unprepared(&both).await?;
        if !own.is_empty() {
            connection.execute_unprepared(own).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }
}

/// Carries the migrations out, in order, each once.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        MIGRATIONS.into_iter().map(|migration| Box::new(migration) as Box<dyn MigrationTrait>).collect()
    }
}
