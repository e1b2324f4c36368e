//! The table `task_edge`. Which task needs which.
//! Columns only; what may be asked of it stands in the file of its noun.

use sea_orm::entity::prelude::*;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_edge")]
pub struct Model {
    /// The task that must be done first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub need_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

super::typed_ids! {
    need_id is TaskId;
    task_id is TaskId;
}
