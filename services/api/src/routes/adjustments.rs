//! Adjustments in JSON, as turns and previews take them and histories show them. What each may be is decided in
//! `galley_domain::adjustment`.

use std::collections::BTreeMap;

use galley_domain::adjustment::{Adjustment, Adjustments, Changes, Difference, Setting};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::Ref;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use crate::error::ApiError;

/// What is adjusted in one slot. In a turn a field that is left out stays as it is, and null takes it back.
#[derive(Debug, Default, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Adjustment)]
pub struct WireAdjustment {
    /// Other words, 1 to 2000 characters. Not of legal lines, prices and claims.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub text: Option<Value>,
    /// Forward and down, each -1 to 1 of the ad's width and height. Forward is the way the ad's language is read: to the
    /// left in a right-to-left ad.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<[f64; 2]>)]
    pub shift: Option<Value>,
    /// 0.25 to 4 times the size. Letters never become smaller than the least size of their slot.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub scale: Option<Value>,
    /// Of the letters: the name of a colour of the brand kit's palette.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub color: Option<Value>,
    /// Of a button's surface: the name of a colour of the brand kit's palette.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub fill: Option<Value>,
    /// Left out of the ad. Not legal lines, prices and claims.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<bool>)]
    pub hide: Option<Value>,
    /// Of a picture: what a crop keeps in sight, x and y, each 0 to 1 of the picture. Never mirrored.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<[f64; 2]>)]
    pub focal: Option<Value>,
    /// Of a picture: 1 to 8 times the crop is enlarged.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub zoom: Option<Value>,
}

/// One thing that a turn changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldChange {
    pub slot: String,
    /// text, shift, scale, color, fill, hide, focal or zoom
    pub field: String,
    /// Null: as the layout and the copy have it.
    pub from: Option<Value>,
    /// Null: as the layout and the copy have it.
    pub to: Option<Value>,
}

/// Slots, each with its changes or null: the derive writes no map of what may be null.
pub fn slots_schema() -> ObjectBuilder {
    let null = ObjectBuilder::new().schema_type(Type::Null);
    let slot = OneOfBuilder::new().item(null).item(Ref::from_schema_name("Adjustment")).build();
    ObjectBuilder::new().additional_properties(Some(Schema::OneOf(slot)))
}

/// Null is kept apart from what is not there.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads what a turn changes; `pointer` is where it stands.
pub fn parse_adjustments(pointer: &str, slots: &BTreeMap<String, Option<WireAdjustment>>) -> Result<Changes, ApiError> {
    let slots: Map<String, Value> = slots
        .iter()
        .map(|(slot, adjustment)| (slot.clone(), serde_json::to_value(adjustment).expect("it was read from JSON")))
        .collect();
    Changes::parse(pointer, &slots).map_err(|problems| ApiError::from(galley_engine::ActionError::from(problems)))
}

/// Adjustments by slot.
pub fn wire_adjustments(adjustments: &Adjustments) -> BTreeMap<String, WireAdjustment> {
    adjustments.list().map(|(slot, adjustment)| (slot.clone(), WireAdjustment::from(adjustment))).collect()
}

/// What differs, field by field.
pub fn wire_differences(differences: Vec<Difference>) -> Vec<FieldChange> {
    let json = |setting: Option<Setting>| setting.map(|setting| setting.json());
    let one = |one: Difference| FieldChange {
        slot: one.slot,
        field: one.field.word().to_owned(),
        from: json(one.from),
        to: json(one.to),
    };
    differences.into_iter().map(one).collect()
}

impl From<&Adjustment> for WireAdjustment {
    fn from(adjustment: &Adjustment) -> WireAdjustment {
        let value = serde_json::to_value(adjustment).expect("an adjustment is plain JSON");
        serde_json::from_value(value).expect("the wire has every field of an adjustment")
    }
}

#[cfg(test)]
mod tests {
    use galley_domain::adjustment::Field;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_field_crosses_the_wire_and_back() {
        let slots = json!({ "headline": { "text": "New", "shift": [0.1, -0.2], "scale": 1.5, "color": "ink", "fill": "ink",
                            "hide": true, "focal": [0.5, 0.25], "zoom": 2.0 } });
        let read: BTreeMap<String, Option<WireAdjustment>> = serde_json::from_value(slots.clone()).expect("right");
        let changes = parse_adjustments("/adjustments", &read).expect("right");
        assert_eq!(changes.settings().count(), Field::ALL.len());
        let adjustments = Adjustments::default().with(&changes);
        assert_eq!(serde_json::to_value(wire_adjustments(&adjustments)).expect("plain data"), slots);
    }

    #[test]
    fn null_takes_back_and_absence_does_not() {
        let read = |slots: Value| {
            let slots: BTreeMap<String, Option<WireAdjustment>> = serde_json::from_value(slots).expect("right");
            parse_adjustments("/adjustments", &slots).expect("right")
        };
        let before = Adjustments::default().with(&read(json!({ "cta": { "scale": 2, "color": "ink" } })));
        let after = |slots| serde_json::to_value(before.clone().with(&read(slots))).expect("plain data");
        assert_eq!(after(json!({ "cta": { "scale": null } })), json!({ "cta": { "color": "ink" } }));
        assert_eq!(after(json!({ "cta": {} })), json!({ "cta": { "scale": 2.0, "color": "ink" } }));
        assert_eq!(after(json!({ "cta": null })), json!({}));
    }
}
