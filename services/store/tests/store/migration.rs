//! The schema on an empty database.

use galley_migrations::MigratorTrait;
use galley_store::Store;
use sea_orm::{ConnectionTrait, Statement};

use crate::support::{TestDatabase, both};

both!(again_changes_nothing, two_at_once, every_table_is_read_back);

async fn again_changes_nothing(database: &TestDatabase) {
    database.store.migrate().await.expect("migrates again");
    database.store.ping().await.expect("answers");
}

async fn two_at_once(database: &TestDatabase) {
    let other = Store::open(&database.config).await.expect("opens");
    let (first, second) = tokio::join!(database.store.migrate(), other.migrate());
    first.expect("migrates");
    second.expect("migrates");
    other.close().await;
}

/// Every entity names a table and columns that are there, with types that can be read.
async fn every_table_is_read_back(database: &TestDatabase) {
    use galley_store::entities::*;
    use sea_orm::EntityTrait;
    crate::fixture::everything(&database.store).await;
    macro_rules! read {
        ($($table:ident)*) => {$(
            $table::Entity::find().all(&database.store).await.expect(stringify!($table));
        )*};
    }
    read!(api_token blob brand brand_kit brief campaign decision guest_link idempotency journal);
    read!(journal_head lease ledger organization output person plan release release_item revision);
    read!(role_grant run session stage task task_edge turn variant variant_edit workflow);
    let sql = "SELECT count(*) AS count FROM seaql_migrations";
    let statement = Statement::from_string(database.store.get_database_backend(), sql);
    let row = database.store.query_one_raw(statement).await.expect("answers").expect("is one row");
    let applied = row.try_get::<i64>("", "count").expect("is a number");
    assert_eq!(applied, galley_migrations::Migrator::migrations().len() as i64);
}
