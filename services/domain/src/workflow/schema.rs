//! The JSON Schema of a whole workflow file, each step kind's settings included.

use serde_json::{Value, json};

use super::file::WorkflowFile;
use super::{SKILLS, StepKindSpec};
use crate::skill::MAX_SKILLS;
use crate::source::inline_schema;

pub(super) fn of_file(kinds: &[StepKindSpec]) -> Value {
    let mut schema = inline_schema::<WorkflowFile>();
    if let Some(step) = schema.pointer_mut("/properties/steps/additionalProperties") {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
        step["properties"]["kind"]["enum"] = json!(names);
        step["allOf"] = kinds.iter().map(condition_of).collect();
    }
    schema
}

/// The settings of a kind: its own, and the skills that every step may name.
pub(super) fn settings_of(kind: &StepKindSpec) -> Value {
    let mut with = kind.with_schema.clone();
    with["properties"][SKILLS] = json!({
        "description": "the names of the brand's skills that have a say here; left out, all that are published for it",
        "type": "array",
        "maxItems": MAX_SKILLS,
        "uniqueItems": true,
        "items": { "type": "string", "minLength": 1, "maxLength": 64 },
    });
    with
}

/// If the step is of this kind, then its settings are these.
fn condition_of(kind: &StepKindSpec) -> Value {
    let mut with = settings_of(kind);
    if let Some(fields) = with.as_object_mut() {
        fields.remove("$schema");
    }
    let has_required = with["required"].as_array().is_some_and(|fields| !fields.is_empty());
    let required: &[&str] = if has_required { &["with"] } else { &[] };
    json!({
        "if": { "properties": { "kind": { "const": kind.name } }, "required": ["kind"] },
        "then": { "properties": { "with": with }, "required": required },
    })
}
