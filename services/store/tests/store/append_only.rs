//! The database itself refuses to change or drop lines of the ledger and the journal.

use sea_orm::{ConnectionTrait, DbBackend};

use crate::fixture::everything;
use crate::support::{TestDatabase, both};

both!(books_are_only_added_to);

async fn books_are_only_added_to(database: &TestDatabase) {
    everything(&database.store).await;
    for table in ["ledger", "journal"] {
        for statement in [
            format!("UPDATE {table} SET actor = 'somebody'"),
            format!("UPDATE {table} SET at_ms = at_ms + 1 WHERE kind <> ''"),
            format!("DELETE FROM {table}"),
            format!("DELETE FROM {table} WHERE at_ms > 0"),
        ] {
            refused(database, &statement, table).await;
        }
        match database.store.get_database_backend() {
            DbBackend::Postgres => {
                refused(database, &format!("TRUNCATE {table}"), table).await;
                refused(database, &format!("TRUNCATE {table} CASCADE"), table).await;
                let update = format!("INSERT INTO {table} SELECT * FROM {table} ON CONFLICT DO NOTHING");
                database.store.execute_unprepared(&update).await.expect("adding nothing is no change");
            }
            _ => refused(database, &format!("REPLACE INTO {table} SELECT * FROM {table}"), table).await,
        }
    }
}

async fn refused(database: &TestDatabase, statement: &str, table: &str) {
    let error = database.store.execute_unprepared(statement).await.expect_err(statement);
    assert!(error.to_string().contains(&format!("{table} is append-only")), "{statement}: {error}");
}
