//! The schema on an empty database.

use galley_migrations::MigratorTrait;
use galley_store::{Store, adjustments, turns};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::fixture::{id, scope};
use crate::support::{TestDatabase, both};

both!(again_changes_nothing, two_at_once, every_table_is_read_back, texts_of_before_become_adjustments);

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

/// What people had set before anything but texts could be adjusted is still in force, and so are its turns.
async fn texts_of_before_become_adjustments(database: &TestDatabase) {
    let store = &database.store;
    crate::fixture::everything(store).await;
    let uuid = if store.get_database_backend() == DbBackend::Sqlite { "BLOB" } else { "UUID" };
    let mut before = vec![
        "DROP TABLE adjustment".to_owned(),
        format!(
            "CREATE TABLE variant_edit (campaign_id {uuid} NOT NULL, cell TEXT NOT NULL, slot TEXT NOT NULL, \
             organization_id {uuid} NOT NULL, brand_id {uuid} NOT NULL, text TEXT NOT NULL, turn_id {uuid} NOT NULL)"
        ),
        "UPDATE turn SET edits = '{\"cta\":\"Los\"}'".to_owned(),
        "DELETE FROM seaql_migrations WHERE version = '0011_adjustments'".to_owned(),
    ];
    let columns = [
        ("turn", &["adjustments", "scope", "lead_id", "base_id", "fixes"][..]),
        ("revision", &["adjustments"]),
        ("decision", &["fixed", "still_open"]),
    ];
    for (table, columns) in columns {
        before.extend(columns.iter().map(|column| format!("ALTER TABLE {table} DROP COLUMN {column}")));
    }
    let rows =
        [("market=de", "cta", "Los \"jetzt\", „bald“"), ("market=de", "headline", "Ja"), ("market=fr", "cta", "Oui")];
    for (cell, slot, text) in rows {
        before.push(format!(
            "INSERT INTO variant_edit SELECT campaign_id, '{cell}', '{slot}', organization_id, brand_id, '{text}', id \
             FROM turn"
        ));
    }
    let tx = store.begin().await.expect("begins");
    for statement in before {
        tx.execute_unprepared(&statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    tx.commit().await.expect("commits");
    store.migrate().await.expect("migrates");

    let in_force = adjustments::list(store, &scope(1), id(1)).await.expect("answers");
    let texts = |cell: &str| {
        let texts = in_force[cell].texts().map(|(slot, text)| (slot.as_str(), text));
        texts.collect::<Vec<_>>()
    };
    assert_eq!(in_force.len(), 2);
    assert_eq!(texts("market=de"), [(rows[0].1, rows[0].2), (rows[1].1, rows[1].2)]);
    assert_eq!(texts("market=fr"), [(rows[2].1, rows[2].2)]);
    let turn = turns::list(store, &scope(1), id(1)).await.expect("answers").remove(0);
    assert_eq!(turn.after.texts().collect::<Vec<_>>(), [(&"cta".to_owned(), "Los")]);
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
    read!(adjustment api_token blob brand brand_kit brief campaign decision guest_link idempotency journal);
    read!(journal_head lease ledger organization output person plan release release_item revision);
    read!(role_grant run session stage task task_edge turn variant workflow);
    let sql = "SELECT count(*) AS count FROM seaql_migrations";
    let statement = Statement::from_string(database.store.get_database_backend(), sql);
    let row = database.store.query_one_raw(statement).await.expect("answers").expect("is one row");
    let applied = row.try_get::<i64>("", "count").expect("is a number");
    assert_eq!(applied, galley_migrations::Migrator::migrations().len() as i64);
}
