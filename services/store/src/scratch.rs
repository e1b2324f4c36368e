//! A PostgreSQL database that is made for one purpose and dropped after it: for measurements and
//! tests.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::StoreError;

/// A fresh database on a server.
#[derive(Debug)]
pub struct Scratch {
    server: String,
    name: String,
}

impl Scratch {
    /// Makes it. The name is small letters, digits and `_`.
    pub async fn make(server: &str, name: &str) -> Result<Scratch, StoreError> {
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if name.is_empty() || !name.chars().all(is_plain) {
            return Err(StoreError::Conflict { what: "the name of a database" });
        }
        let scratch = Scratch { server: server.to_owned(), name: name.to_owned() };
        // One that a killed process left behind under the same name is nobody's.
        scratch.tell(format!("DROP DATABASE IF EXISTS {name}")).await?;
        scratch.tell(format!("CREATE DATABASE {name}")).await?;
        Ok(scratch)
    }

    /// Where it is: the server's URL with this database in it.
    pub fn url(&self) -> String {
        let (path, query) = match self.server.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (self.server.as_str(), String::new()),
        };
        let (scheme, rest) = path.split_once("://").unwrap_or(("postgres", path));
        let authority = rest.split('/').next().unwrap_or_default();
        format!("{scheme}://{authority}/{}{query}", self.name)
    }

    /// Drops it, whoever is still connected.
    pub async fn remove(&self) -> Result<(), StoreError> {
        self.tell(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await
    }

    async fn tell(&self, statement: String) -> Result<(), StoreError> {
        let mut connection = PgConnection::connect(&self.server).await?;
        connection.execute(AssertSqlSafe(statement)).await?;
        Ok(connection.close().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_keeps_the_server_and_its_settings() {
        let of = |server: &str| Scratch { server: server.to_owned(), name: "one".to_owned() }.url();
        assert_eq!(of("postgres://me@here:5432/postgres"), "postgres://me@here:5432/one");
        assert_eq!(of("postgres://me@here?sslmode=disable"), "postgres://me@here/one?sslmode=disable");
    }
}
