//! Makes a value that breaks its schema readable all the same, so that further checks can tell what else
//! is wrong. What comes out is never used: there is at least one problem then.

use serde_json::{Map, Value, json};

use super::nearest;

/// One thing to change.
pub(super) enum Repair {
    /// A field that should have another name, or none.
    Rename { parent: String, name: String, meant: Option<String> },
    /// A field that is missing.
    Add { parent: String, name: String, stub: Value },
    /// A value that should be another one.
    Replace { at: String, with: Value },
}

/// Carries out repairs in order.
pub(super) fn repair(value: &mut Value, repairs: &[Repair]) {
    for repair in repairs {
        match repair {
            Repair::Rename { parent, name, meant } => {
                let Some(fields) = fields_at(value, parent) else { continue };
                let Some(inner) = fields.remove(name) else { continue };
                if let Some(meant) = meant {
                    fields.entry(meant.clone()).or_insert(inner);
                }
            }
            Repair::Add { parent, name, stub } => {
                if let Some(fields) = fields_at(value, parent) {
                    fields.entry(name.clone()).or_insert_with(|| stub.clone());
                }
            }
            Repair::Replace { at, with } => {
                if let Some(wrong) = value.pointer_mut(at) {
                    *wrong = with.clone();
                }
            }
        }
    }
}

fn fields_at<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    value.pointer_mut(pointer).and_then(Value::as_object_mut)
}

/// Something that a schema of a single word or number allows. Lists and groups have no stand-in: too
/// much else would seem wrong without them.
pub(super) fn stub(schema: &Value) -> Option<Value> {
    if let Some(first) = schema.get("enum").and_then(|words| words.get(0)) {
        return Some(first.clone());
    }
    match schema.get("type")?.as_str()? {
        "string" => Some(json!("")),
        "integer" => Some(schema.get("minimum").cloned().unwrap_or(json!(1))),
        "boolean" => Some(json!(false)),
        _ => None,
    }
}

/// The value that a value of a wrong type was probably meant to be.
pub(super) fn retyped(wrong: &Value, schema: &Value) -> Option<Value> {
    let kind = schema.get("type")?;
    let kind = kind.as_str().or_else(|| kind.get(0)?.as_str())?;
    match (kind, wrong) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(json!(wrong.to_string())),
        ("array", Value::String(_)) => Some(json!([wrong])),
        _ => stub(schema),
    }
}

/// The word that was probably meant.
pub(super) fn reworded(wrong: &str, words: &[String]) -> Option<Value> {
    nearest(wrong, words.iter().map(String::as_str)).or_else(|| words.first().cloned()).map(Value::String)
}
