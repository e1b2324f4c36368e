//! Diffusion-DPO rows in the columns of Pick-a-Pic v2, of pictures. Which picture is 0 is by how they were shown, or by a
//! hash where they were not side by side: a constant would be a label.

use std::collections::BTreeMap;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::pairs::Pair;
use super::trl::picture;
use super::{Export, Line, merged};

/// One row a pair of pictures.
pub fn lines(export: &Export) -> Vec<Line> {
    let pairs: Vec<&Pair> = export.pairs.iter().filter(|pair| is_of_pictures(export, pair)).collect();
    let mut per_prompt: BTreeMap<&str, u32> = BTreeMap::new();
    for pair in &pairs {
        *per_prompt.entry(&export.item(&pair.chosen).prompt).or_default() += 1;
    }
    pairs.iter().map(|pair| line(export, pair, per_prompt[export.item(&pair.chosen).prompt.as_str()])).collect()
}

fn is_of_pictures(export: &Export, pair: &Pair) -> bool {
    let (chosen, rejected) = (export.item(&pair.chosen), export.item(&pair.rejected));
    // A pair about one element is no preference between whole pictures.
    pair.element.is_none()
        && chosen.prompt == rejected.prompt
        && !chosen.picture.is_empty()
        && !rejected.picture.is_empty()
}

fn line(export: &Export, pair: &Pair, num_example_per_prompt: u32) -> Line {
    let chosen_first = pair.was_left.unwrap_or_else(|| Sha256::digest(&pair.id)[0] & 1 == 0);
    let (chosen, rejected) = (export.item(&pair.chosen), export.item(&pair.rejected));
    let (zero, one) = if chosen_first { (chosen, rejected) } else { (rejected, chosen) };
    let label = match (pair.is_tie, chosen_first) {
        (true, _) => 0.5,
        (false, true) => 1.0,
        (false, false) => 0.0,
    };
    let person = pair.people.first().map(String::as_str).unwrap_or_default();
    let value = json!({
        "caption": chosen.prompt,
        "jpg_0": picture(&zero.picture),
        "jpg_1": picture(&one.picture),
        "label_0": label,
        "label_1": 1.0 - label,
        "are_different": true,
        "has_label": true,
        "best_image_uid": if pair.is_tie { "tie".to_owned() } else { chosen.output_hash.clone() },
        "image_0_uid": zero.output_hash,
        "image_1_uid": one.output_hash,
        "image_0_url": zero.picture,
        "image_1_url": one.picture,
        "model_0": zero.model,
        "model_1": one.model,
        "ranking_id": pair.id,
        "user_id": export.pseudonyms.of("p", person),
        "created_at": rfc3339(pair.at_ms),
        "num_example_per_prompt": num_example_per_prompt,
    });
    Line { split: export.split_of(&pair.campaign), value: merged(value, export.ids(pair)) }
}

/// UTC, seconds. Days to a date after Hinnant's `civil_from_days`.
fn rfc3339(at_ms: i64) -> String {
    let seconds = at_ms.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right_around_the_corners() {
        let cases = [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696_123, "2000-02-29T12:34:56Z"),
            (1_709_251_199_000, "2024-02-29T23:59:59Z"),
            (1_767_225_600_000, "2026-01-01T00:00:00Z"),
            (-1000, "1969-12-31T23:59:59Z"),
        ];
        for (at_ms, expected) in cases {
            assert_eq!(rfc3339(at_ms), expected);
        }
    }
}
