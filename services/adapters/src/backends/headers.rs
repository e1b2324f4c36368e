//! What vendors say about their pace in headers, which they write in many ways. What cannot be read
//! says nothing; it is never an error.

use chrono::DateTime;
use galley_domain::ports::Pace;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How long to wait, milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date, which is read
/// by the vendor's own clock.
pub(super) fn retry_after_ms(headers: &HeaderMap) -> Option<u64> {
    if let Some(ms) = text(headers, "retry-after-ms").and_then(|text| text.parse::<f64>().ok()) {
        return whole_ms(ms);
    }
    let told = text(headers, RETRY_AFTER.as_str())?;
    if let Ok(seconds) = told.parse::<f64>() {
        return whole_ms(seconds * 1_000.0);
    }
    let until = DateTime::parse_from_rfc2822(told).ok()?;
    let now = DateTime::parse_from_rfc2822(text(headers, DATE.as_str())?).ok()?;
    u64::try_from((until - now).num_milliseconds()).ok()
}

/// What is left of the vendor's rate. Some say -1 where they have none.
pub(super) fn pace(headers: &HeaderMap) -> Option<Pace> {
    let number = |name| text(headers, name)?.parse::<i64>().ok();
    if number("x-ratelimit-limit-requests").is_some_and(|limit| limit <= 0) {
        return None;
    }
    let remaining = u64::try_from(number("x-ratelimit-remaining-requests")?).ok()?;
    let reset_ms = duration_ms(text(headers, "x-ratelimit-reset-requests")?)?;
    Some(Pace { remaining, reset_ms })
}

/// A header's text, where it has one.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// `12ms`, `1.5s`, `6m0s`, `1h2m3s`, or seconds.
fn duration_ms(text: &str) -> Option<u64> {
    if let Ok(seconds) = text.parse::<f64>() {
        return whole_ms(seconds * 1_000.0);
    }
    let (mut rest, mut ms) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let (unit, after) = [("ms", 1.0), ("s", 1e3), ("m", 6e4), ("h", 3.6e6), ("d", 8.64e7)]
            .into_iter()
            .find_map(|(word, unit)| Some((unit, rest.strip_prefix(word)?)))?;
        ms += number * unit;
        rest = after;
    }
    whole_ms(ms)
}

fn whole_ms(ms: f64) -> Option<u64> {
    (ms.is_finite() && ms >= 0.0).then(|| ms.ceil() as u64)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    /// Headers, and the wait in them.
    type Case<'a> = (&'a [(&'a str, &'a str)], Option<u64>);

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn waits_are_read_however_they_are_written() {
        const NOON: (&str, &str) = ("date", "Tue, 24 Nov 2026 12:00:00 GMT");
        let cases: &[Case] = &[
            (&[("retry-after", "7")], Some(7_000)),
            (&[("retry-after", "0.2")], Some(200)),
            (&[("retry-after-ms", "12.5"), ("retry-after", "7")], Some(13)),
            (&[("retry-after", "Tue, 24 Nov 2026 12:00:30 GMT"), NOON], Some(30_000)),
            (&[("retry-after", "Tue, 24 Nov 2026 11:00:00 GMT"), NOON], None),
            (&[("retry-after", "Tue, 24 Nov 2026 12:00:30 GMT")], None),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "soon")], None),
            (&[], None),
        ];
        for (pairs, expected) in cases {
            assert_eq!(retry_after_ms(&headers(pairs)), *expected, "{pairs:?}");
        }
    }

    #[test]
    fn paces_are_read_where_they_are_told() {
        let told = |remaining, reset| {
            pace(&headers(&[("x-ratelimit-remaining-requests", remaining), ("x-ratelimit-reset-requests", reset)]))
        };
        let cases = [
            ("0", "1s", Some(1_000)),
            ("0", "6m0s", Some(360_000)),
            ("0", "1h2m3.5s", Some(3_723_500)),
            ("0", "12ms", Some(12)),
            ("0", "2.5", Some(2_500)),
            ("-1", "1s", None),
            ("0", "1x", None),
            ("0", "s", None),
            ("many", "1s", None),
        ];
        for (remaining, reset, expected) in cases {
            assert_eq!(told(remaining, reset).map(|pace| pace.reset_ms), expected, "{remaining} {reset}");
        }
        let none = [
            ("x-ratelimit-limit-requests", "-1"),
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "1s"),
        ];
        assert_eq!(pace(&headers(&none)), None);
    }
}
