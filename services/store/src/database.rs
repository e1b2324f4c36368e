//! Opening the database, transactions and migrations. No table is known here.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use galley_migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Blobs, Durability, StoreConfig, StoreError};

/// Whatever can be asked: the [`Store`] or a [`Tx`].
pub trait Reader: ConnectionTrait {}
impl Reader for Store {}
impl Reader for Tx {}

/// The database and the blobs. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    database: DatabaseConnection,
    pool: Pool,
    blobs: Blobs,
    writers: Option<Arc<Semaphore>>,
}

/// The pool below, for the queue, which brings its own queries.
#[derive(Debug, Clone)]
pub enum Pool {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

/// A write transaction. Dropped without [`Tx::commit`] it undoes everything.
pub struct Tx {
    inner: DatabaseTransaction,
    _turn: Option<OwnedSemaphorePermit>,
}

/// How long to wait for a connection, or on SQLite for another process' write, before giving up.
const PATIENCE: Duration = Duration::from_secs(30);

impl Store {
    /// Opens both. Creates no table: see [`Store::migrate`].
    pub async fn open(config: &StoreConfig) -> Result<Store, StoreError> {
        let blobs = Blobs::open(&config.blobs_url, config.durability)?;
        let (database, pool) = if config.database_url.starts_with("sqlite:") {
            let pool = open_sqlite(config).await?;
            (SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.clone()), Pool::Sqlite(pool))
        } else {
            let pool = open_postgres(config).await?;
            (SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()), Pool::Postgres(pool))
        };
        // SQLite lets one transaction write at a time and makes the others poll for their turn, in
        // no order. Within this process they queue instead, first come, first served.
        let writers = matches!(pool, Pool::Sqlite(_)).then(|| Arc::new(Semaphore::new(1)));
        Ok(Store { database, pool, blobs, writers })
    }

    /// Brings the schema up to date: all of it or nothing. Several processes may call it at once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        if self.database.get_database_backend() == DbBackend::Postgres {
            // Any number will do, as long as every Galley takes the same one.
            tx.execute_unprepared("SELECT pg_advisory_xact_lock(7163384699736)").await?;
        }
        Migrator::up(&tx.inner, None).await?;
        tx.commit().await
    }

    /// Starts a write transaction. On SQLite it holds the write lock from here, so that nothing
    /// it has read can change before it writes. Never begin another one while holding it.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let turn = match &self.writers {
            Some(writers) => Some(Arc::clone(writers).acquire_owned().await.expect("the semaphore is never closed")),
            None => None,
        };
        let options = match self.database.get_database_backend() {
            DbBackend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        let inner = self.database.begin_with_options(options).await?;
        Ok(Tx { inner, _turn: turn })
    }

    /// The blobs.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The connection below, for reads that build their own statement.
    pub fn database(&self) -> &DatabaseConnection {
        &self.database
    }

    /// The pool below, for the queue.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.database.ping().await?)
    }

    /// The database's own clock, Unix milliseconds; an embedded database has that of this machine.
    pub async fn clock_ms(&self) -> Result<i64, StoreError> {
        let text = match self.database.get_database_backend() {
            DbBackend::Postgres => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now_ms",
            _ => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now_ms",
        };
        let statement = Statement::from_string(self.database.get_database_backend(), text);
        let row = self.database.query_one_raw(statement).await?;
        Ok(row.ok_or_else(|| StoreError::corrupt("the database's clock"))?.try_get("", "now_ms")?)
    }

    /// Closes every connection and, on SQLite, folds the write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it so.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }

    /// Undoes everything now, rather than when the connection is used next.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.inner.rollback().await?)
    }
}

async fn open_sqlite(config: &StoreConfig) -> Result<sqlx::SqlitePool, StoreError> {
    let synchronous = match config.durability {
        Durability::Power => SqliteSynchronous::Full,
        Durability::Process => SqliteSynchronous::Normal,
    };
    let options: SqliteConnectOptions = config.database_url.parse::<SqliteConnectOptions>()?;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        // Negative: kibibytes rather than pages.
        .pragma("cache_size", format!("-{}", u64::from(config.sqlite_cache_mb) * 1024))
        .pragma("temp_store", "memory")
        // A launch may swell the log to hundreds of megabytes; give the space back afterwards.
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new()
        .max_connections(config.max_connections)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await?;
    Ok(pool)
}

async fn open_postgres(config: &StoreConfig) -> Result<sqlx::PgPool, StoreError> {
    let options: PgConnectOptions = config.database_url.parse::<PgConnectOptions>()?;
    let options = options.application_name("galley").disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(config.max_connections)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await?;
    Ok(pool)
}

macro_rules! connection {
    ($($owner:ident . $field:ident),*) => {$(
        #[async_trait]
        impl ConnectionTrait for $owner {
            fn get_database_backend(&self) -> DbBackend {
                self.$field.get_database_backend()
            }

            async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
                self.$field.execute_raw(statement).await
            }

            async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
                self.$field.execute_unprepared(sql).await
            }

            async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
                self.$field.query_one_raw(statement).await
            }

            async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
                self.$field.query_all_raw(statement).await
            }
        }
    )*};
}

connection!(Store.database, Tx.inner);
