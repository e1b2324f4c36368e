//! How times, money and ids are written in JSON and read from it. No resource's shape is here.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use galley_domain::ids::Id;
use galley_domain::{cell, ledger};

use crate::error::ApiError;

/// Milliseconds since 1970 as RFC 3339 in UTC.
pub fn time(unix_ms: i64) -> String {
    DateTime::from_timestamp_millis(unix_ms).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// RFC 3339 as milliseconds since 1970.
pub fn parse_time(pointer: &str, text: &str) -> Result<i64, ApiError> {
    DateTime::parse_from_rfc3339(text)
        .map(|time| time.timestamp_millis())
        .map_err(|_| ApiError::field(pointer, "expected a time such as 2026-12-31T12:00:00Z"))
}

/// Nano units as a decimal.
pub fn money(nano: i64) -> String {
    ledger::decimal(nano)
}

/// A decimal such as `500.00` as nano units. At most nine decimals; never negative.
pub fn parse_money(pointer: &str, text: &str) -> Result<i64, ApiError> {
    let refuse = || ApiError::field(pointer, "expected an amount such as 500.00");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_point = text.contains('.');
    if whole.is_empty()
        || !is_number(whole)
        || !is_number(fraction)
        || fraction.len() > 9
        || has_point == fraction.is_empty()
    {
        return Err(refuse());
    }
    let digits = format!("{whole}{fraction:0<9}");
    digits.parse::<i64>().map_err(|_| refuse())
}

/// An id of a path: what is no id of the wanted kind names nothing.
pub fn id<T: Id>(what: &str, text: &str) -> Result<T, ApiError> {
    T::parse(text).map_err(|_| ApiError::not_found(what))
}

/// An id in a query or a body, where a wrong one is a mistake of the caller.
pub fn parse_id<T: Id>(pointer: &str, text: &str) -> Result<T, ApiError> {
    T::parse(text).map_err(|error| ApiError::field(pointer, error.to_string()))
}

/// A written cell as axis and value.
pub fn cell(written: &str) -> BTreeMap<String, String> {
    cell::pairs(written).map(|(axis, value)| (axis.to_owned(), value.to_owned())).collect()
}

/// A colour as `#rrggbb`.
pub fn colour([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_round_trips() {
        for (text, nano) in [("500.00", 500_000_000_000), ("0.0004", 400_000), ("1", 1_000_000_000)] {
            assert_eq!(parse_money("/amount", text).ok(), Some(nano), "{text}");
        }
        assert_eq!(money(500_000_000_000), "500.00");
        for text in ["", ".5", "5.", "-1", "1,0", "1e3", "0.0000000001", "99999999999999"] {
            assert!(parse_money("/amount", text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_are_utc_with_milliseconds() {
        assert_eq!(time(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(parse_time("/at", "1970-01-01T01:00:00+01:00").ok(), Some(0));
        assert!(parse_time("/at", "tomorrow").is_err());
    }
}
