//! The store on real databases: every test runs on SQLite, and on PostgreSQL where
//! `GALLEY_TEST_POSTGRES_URL` names a server (`cargo xtask test` always does).

mod append_only;
mod blobs;
mod calls;
mod claims;
mod fixture;
mod isolation;
mod journal;
mod ledger;
mod migration;
mod plans;
mod skills;
mod support;
