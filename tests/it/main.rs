//! Flows through the real program: its HTTP server, its workers and its queue, on SQLite and on PostgreSQL. Each
//! flow has a [`world::World`] of its own. What a single crate does alone is tested beside that crate.

mod adjustments;
mod an_edit;
mod bad_input;
mod books;
mod brand_wall;
mod broken_seal;
mod budget;
mod calls;
mod campaign;
mod clock;
mod costs;
mod database;
mod desk;
mod failures;
mod flaky;
mod gaps;
mod gateway;
mod guests;
mod kits;
mod languages;
mod learning;
mod limits;
mod main_job;
mod model_pools;
mod moving;
mod overspend;
mod plan_stale;
mod previews;
mod reuse;
mod review_rules;
mod s3;
#[expect(dead_code, reason = "the suite of the adapters uses all of it")]
#[path = "../../services/adapters/src/backends/tests/scripted.rs"]
mod scripted;
mod skill_trials;
mod skills;
mod strangers;
mod sweeping;
mod texts;
mod world;
