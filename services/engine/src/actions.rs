//! What people can do, one file each: `actions/<verb_noun>.rs`. An action checks that the person
//! may, does its work in one transaction and writes the journal in it.

pub mod approve_plan;
pub mod cancel_run;
pub mod close_month;
pub mod compare_revisions;
pub mod create_brand;
pub mod create_campaign;
pub mod create_guest_link;
pub mod create_organization;
pub mod create_person;
pub mod create_release;
pub mod create_token;
pub mod decide_items;
pub mod export_feedback;
pub mod forget_learned;
pub mod launch_plan;
pub mod list_rights;
pub mod make_plan;
pub mod object_to_reason;
pub mod open_guest_session;
pub mod open_preview;
pub mod pause_run;
pub mod push_brand_kit;
pub mod push_workflow;
pub mod resume_run;
pub mod retry_tasks;
pub mod revoke_guest_link;
pub mod revoke_token;
pub mod secrets;
pub mod send_signals;
pub mod set_budget;
pub mod set_consent;
pub mod set_grants;
pub mod sign_in;
pub mod sign_out;
pub mod take_turn;
pub mod update_brief;
pub mod update_person;
pub mod upload;
pub mod verify_file;

mod fields;
mod kept_files;
mod notes;
mod passwords;
mod run_state;
