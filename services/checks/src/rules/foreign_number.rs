//! Numbers that are written as another place writes them.

use galley_domain::asset::{PlacedText, Severity};
use galley_domain::locale::Market;

use crate::dates;
use crate::numerals::{Fit, Numeral, find};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{quote, the_slot};

pub(super) struct ForeignNumber;

impl Rule for ForeignNumber {
    const NAME: &'static str = "foreign_number";
    const GROUP: &'static str = "language";
    const TEXT: Text = Text {
        what: "Finds a number whose decimal sign, groups or digits are not those of the locale, and a currency sign on \
               the wrong side of its amount. Refused in prices, beside a currency sign, and where one number mixes \
               digits of two scripts; a warning elsewhere. Times of day, versions and dates are not looked at.",
        why: "1.299 is a little more than one in London and more than a thousand in Berlin.",
        example: "“1,299.00 €” in Germany, where it is 1.299,00 €.",
        fix: "Write the number as the finding says. Prices from the feed are written by Galley itself.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        if subject.known.market.is_none() {
            report.lack("the market's currency sign");
        }
        for text in subject.texts() {
            let dates = dates::find(&text.text);
            let is_date = |numeral: &Numeral<'_>| dates.iter().any(|date| date.text.contains(numeral.text));
            for numeral in find(&text.text).iter().filter(|numeral| !is_date(numeral)) {
                Found { subject, text, numeral, side: side(&text.text, numeral, subject.known.market) }.judge(report);
            }
        }
    }
}

/// Where the market's currency sign stands.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    Behind,
}

struct Found<'a> {
    subject: &'a Subject<'a>,
    text: &'a PlacedText,
    numeral: &'a Numeral<'a>,
    side: Option<Side>,
}

impl Found<'_> {
    fn judge(&self, report: &mut Report) {
        let (locale, numeral) = (self.subject.locale, self.numeral);
        let is_price = self.side.is_some() || ["price", "was_price"].contains(&self.text.slot.as_str());
        let severity = if is_price { Severity::Refused } else { Severity::Warns };
        let usual = numeral.amount(locale).map(|amount| amount.write(locale));
        match (numeral.zero(), numeral.fit(locale)) {
            (None, _) => self.tell(Severity::Refused, ("mixes digits of two scripts", numeral.text), usual, report),
            (_, Fit::Wrong(_)) if numeral.is_like_time() && !is_price => {}
            (_, Fit::Wrong(right)) => {
                self.tell(severity, ("has another place's signs", numeral.text), Some(right), report)
            }
            (Some(zero), _) if zero != locale.digits.zero() => {
                self.tell(Severity::Warns, ("has another place's digits", numeral.text), usual, report);
            }
            _ => self.judge_side(report),
        }
    }

    fn judge_side(&self, report: &mut Report) {
        let (Some(side), Some(market)) = (self.side, self.subject.known.market) else { return };
        let (pattern, symbol, number) = (&self.subject.locale.price, &market.symbol, self.numeral.text);
        let is_before = pattern.find("{symbol}") < pattern.find("{amount}");
        if (side == Side::Before) != is_before {
            let right = pattern.replace("{amount}", number).replacen("{symbol}", symbol, 1);
            let written = if is_before { format!("{number} {symbol}") } else { format!("{symbol} {number}") };
            self.tell(Severity::Warns, ("has the currency sign on the wrong side", &written), Some(right), report);
        }
    }

    fn tell(&self, severity: Severity, (what, written): (&str, &str), right: Option<String>, report: &mut Report) {
        let (name, tag) = (the_slot(&self.text.slot), &self.subject.locale.tag);
        let (written, right) = (quote(written), right.map(|right| quote(&right)));
        let instead = right.as_ref().map_or_else(String::new, |right| format!("; in {tag} it is {right}"));
        let note = report.note(severity, format!("{name} says {written}, which {what}{instead}."));
        let note = note.on(self.text).measured(written).limit(right.clone().unwrap_or_else(|| format!("as in {tag}")));
        let note = note.source(format!("Unicode CLDR's data for {tag}"));
        if let Some(right) = right {
            note.fix(format!("Write {right} in the copy deck for this locale."));
        }
    }
}

fn side(text: &str, numeral: &Numeral<'_>, market: Option<&Market>) -> Option<Side> {
    let symbol = &market?.symbol;
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '\u{200E}' | '\u{200F}');
    let (before, behind) = (&text[..numeral.at], &text[numeral.at + numeral.text.len()..]);
    match () {
        () if behind.trim_start_matches(is_gap).starts_with(symbol.as_str()) => Some(Side::Behind),
        () if before.trim_end_matches(is_gap).ends_with(symbol.as_str()) => Some(Side::Before),
        () => None,
    }
}
