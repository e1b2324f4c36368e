//! One module a table: its columns as a row struct, and the typed forms of its ids. No query
//! stands here, and nothing outside this crate builds one out of these: callers get rows from
//! the functions of each noun.

/// Typed accessors beside the raw columns: `row.id()` for `row.id`.
macro_rules! typed_ids {
    ($($column:ident $is:ident $id:ident;)*) => {
        impl Model {
            $(typed_ids!(@one $is $column $id);)*
        }
    };
    (@one is $column:ident $id:ident) => {
        /// The typed form of the column with the same name.
        pub fn $column(&self) -> galley_domain::ids::$id {
            galley_domain::ids::$id(self.$column)
        }
    };
    (@one maybe $column:ident $id:ident) => {
        /// The typed form of the column with the same name.
        pub fn $column(&self) -> Option<galley_domain::ids::$id> {
            self.$column.map(galley_domain::ids::$id)
        }
    };
}
use typed_ids;

pub mod adjustment;
pub mod api_token;
pub mod blob;
pub mod brand;
pub mod brand_kit;
pub mod brief;
pub mod campaign;
pub mod decision;
pub mod guest_link;
pub mod idempotency;
pub mod journal;
pub mod journal_head;
pub mod lease;
pub mod ledger;
pub mod organization;
pub mod output;
pub mod person;
pub mod plan;
pub mod release;
pub mod release_item;
pub mod revision;
pub mod role_grant;
pub mod run;
pub mod session;
pub mod skill;
pub mod skill_set;
pub mod skill_version;
pub mod stage;
pub mod task;
pub mod task_edge;
pub mod turn;
pub mod variant;
pub mod workflow;
