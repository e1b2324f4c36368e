//! Prices: plain decimals read exactly and written the way a locale writes them.
//! No floating point, no currency conversion, and never a silent rounding.

use std::fmt;

use crate::locale::{Locale, Market};

/// A decimal that is not negative, as it was written: `12.90`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    whole: String,
    fraction: String,
}

/// Why a price cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    #[error("“{0}” is not a plain decimal such as 12.90")]
    NotADecimal(String),
    #[error("{amount} has more decimals than {currency} has ({digits})")]
    TooFine { amount: String, currency: String, digits: u8 },
}

impl Decimal {
    /// Reads digits with at most one dot: up to 15 before it and 9 behind it.
    pub fn parse(text: &str) -> Result<Decimal, PriceError> {
        let fail = || PriceError::NotADecimal(text.chars().take(40).collect());
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(fail()),
            Some(parts) => parts,
            None => (text, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_sized = !whole.is_empty() && whole.len() <= 15 && fraction.len() <= 9;
        if !is_sized || !is_digits(whole) || !is_digits(fraction) {
            return Err(fail());
        }
        let trimmed = whole.trim_start_matches('0');
        let whole = if trimmed.is_empty() { "0" } else { trimmed };
        Ok(Decimal { whole: whole.to_owned(), fraction: fraction.to_owned() })
    }

    /// The amount in billionths of the unit; `None` where that does not fit into 63 bits.
    pub fn nano(&self) -> Option<i64> {
        let whole: i64 = self.whole.parse().ok()?;
        let fraction: i64 = format!("{:0<9}", self.fraction).parse().ok()?;
        whole.checked_mul(1_000_000_000)?.checked_add(fraction)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole)?;
        if self.fraction.is_empty() { Ok(()) } else { write!(f, ".{}", self.fraction) }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<std::cmp::Ordering> {
        let key = |d: &Decimal| (d.whole.len(), d.whole.clone(), format!("{:0<9}", d.fraction));
        key(self).partial_cmp(&key(other))
    }
}

/// Writes an amount in a market's currency the way a locale does.
pub(crate) fn format(locale: &Locale, market: &Market, amount: &Decimal) -> Result<String, PriceError> {
    let digits = usize::from(market.fraction_digits);
    let (kept, cut) = amount.fraction.split_at(amount.fraction.len().min(digits));
    if cut.bytes().any(|byte| byte != b'0') {
        return Err(PriceError::TooFine {
            amount: amount.to_string(),
            currency: market.currency.clone(),
            digits: market.fraction_digits,
        });
    }
    let drawn = write_number(locale, &amount.whole, &format!("{kept:0<digits$}"));
    // The amount first: it cannot hold a placeholder, a symbol could.
    Ok(locale.price.replace("{amount}", &drawn).replacen("{symbol}", &market.symbol, 1))
}

/// A number as a locale writes it, from its digits before and behind the point. Without the latter it has no
/// decimal sign.
pub fn write_number(locale: &Locale, whole: &str, decimals: &str) -> String {
    let mut written = grouped(locale, whole);
    if !decimals.is_empty() {
        written.push_str(&locale.decimal);
        written.push_str(decimals);
    }
    let zero = u32::from(locale.digits.zero());
    let native = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(c);
    written.chars().map(native).collect()
}

/// Puts the group sign between the groups, from the right.
fn grouped(locale: &Locale, whole: &str) -> String {
    let first = locale.grouping.first().copied().map_or(3, usize::from).max(1);
    if locale.group.is_empty() || whole.len() < first + usize::from(locale.min_grouping.max(1)) {
        return whole.to_owned();
    }
    let (mut parts, mut rest) = (Vec::new(), whole);
    let mut sizes = locale.grouping.iter().map(|size| usize::from(*size).max(1));
    let mut size = first;
    while rest.len() > size {
        size = sizes.next().unwrap_or(size);
        let (head, tail) = rest.split_at(rest.len().saturating_sub(size));
        parts.push(tail);
        rest = head;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts.reverse();
    parts.join(&locale.group)
}
