//! Label Studio tasks: two pictures side by side with what people chose. Ties have no pairwise value in the tool and are told
//! by the choice beside it.

use serde_json::{Value, json};

use super::pairs::Pair;
use super::{Export, Line};

/// The labelling interface these tasks fit.
pub const LABEL_STUDIO_CONFIG: &str = r#"<View>
  <Text name="prompt" value="$prompt"/>
  <Pairwise name="preferred" toName="left,right"/>
  <Image name="left" value="$left"/>
  <Image name="right" value="$right"/>
  <Choices name="strength" toName="prompt" choice="single">
    <Choice value="clear"/>
    <Choice value="slight"/>
    <Choice value="tie"/>
  </Choices>
</View>"#;

/// One task a pair of pictures.
pub fn lines(export: &Export) -> Vec<Line> {
    let has_pictures = |pair: &&Pair| {
        [&pair.chosen, &pair.rejected].into_iter().all(|revision| !export.item(revision).picture.is_empty())
    };
    let whole = export.pairs.iter().filter(|pair| pair.element.is_none());
    whole.filter(has_pictures).map(|pair| line(export, pair)).collect()
}

fn line(export: &Export, pair: &Pair) -> Line {
    let chosen_left = pair.was_left.unwrap_or(pair.id.len().is_multiple_of(2));
    let (chosen, rejected) = (export.item(&pair.chosen), export.item(&pair.rejected));
    let (left, right) = if chosen_left { (chosen, rejected) } else { (rejected, chosen) };
    let mut data = json!({ "prompt": chosen.prompt, "left": left.picture, "right": right.picture });
    if let (Value::Object(data), Value::Object(ids)) = (&mut data, export.ids(pair)) {
        data.extend(ids);
    }
    let value = json!({ "data": data, "annotations": [{ "result": results(pair, chosen_left) }], "predictions": [] });
    Line { split: export.split_of(&pair.campaign), value }
}

fn results(pair: &Pair, chosen_left: bool) -> Vec<Value> {
    let strength = match (pair.is_tie, pair.margin > 1.0) {
        (true, _) => "tie",
        (false, true) => "clear",
        (false, false) => "slight",
    };
    let mut results = vec![json!({
        "id": format!("{}:strength", pair.id),
        "from_name": "strength",
        "to_name": "prompt",
        "type": "choices",
        "value": { "choices": [strength] },
    })];
    if !pair.is_tie {
        // The tool's validator wants one of the two names here.
        results.push(json!({
            "id": format!("{}:preferred", pair.id),
            "from_name": "preferred",
            "to_name": "left",
            "type": "pairwise",
            "value": { "selected": if chosen_left { "left" } else { "right" } },
        }));
    }
    results
}
