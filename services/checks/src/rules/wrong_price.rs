//! Prices that are not those of the feed.

use galley_domain::asset::PlacedText;
use galley_domain::locale::Market;
use galley_domain::product_feed::Offer;

use crate::numerals::{Amount, find};
use crate::rule::{Report, Rule, Text};
use crate::subject::Subject;
use crate::wording::{plain, quote, the_slot};

/// The slots of prices.
const PRICE: &str = "price";
const WAS_PRICE: &str = "was_price";

pub(super) struct WrongPrice;

impl Rule for WrongPrice {
    const NAME: &'static str = "wrong_price";
    const GROUP: &'static str = "legal";
    const TEXT: Text = Text {
        what: "Refuses a price or former price that is another amount than the feed's offer in this market, and a \
               former price that the feed does not have. The amount counts, not how it is written: that is \
               `foreign_number`'s. Warns of an amount with the currency's sign in any other text that is neither.",
        why: "A price that is too low has to be honoured, and one that is too high is a complaint.",
        example: "“9,90 €” where the feed says 12.90.",
        fix: "Compose the ad again from the present feed. If a line names a price in words, correct it in the copy deck.",
    };

    fn check(subject: &Subject<'_>, report: &mut Report) {
        let is_priced = |text: &PlacedText| [PRICE, WAS_PRICE].contains(&text.slot.as_str());
        let Some(offer) = subject.known.offer else {
            if subject.texts().any(is_priced) {
                report.lack("the feed's offer");
            }
            return;
        };
        let Some(market) = subject.known.market else { return report.lack("the market's currency") };
        let prices = Prices { subject, market, offer };
        for text in subject.texts() {
            let is_right = match text.slot.as_str() {
                PRICE => prices.compare(text, Some(&offer.price), report),
                WAS_PRICE => prices.compare(text, offer.was_price.as_deref(), report),
                _ => true,
            };
            if is_right {
                prices.look_for_others(text, report);
            }
        }
    }
}

struct Prices<'a> {
    subject: &'a Subject<'a>,
    market: &'a Market,
    offer: &'a Offer,
}

impl Prices<'_> {
    fn compare(&self, text: &PlacedText, given: Option<&str>, report: &mut Report) -> bool {
        let (name, drawn) = (the_slot(&text.slot), quote(&text.text));
        let Some(given) = given else {
            let note = report.refuse(format!("{name} says {drawn}, but the feed has no former price."));
            note.on(text).limit("no former price").measured(drawn).source(self.source());
            return false;
        };
        let right = self.write(given);
        let amounts: Vec<Amount> =
            find(&text.text).iter().filter_map(|numeral| numeral.amount(self.subject.locale)).collect();
        let is_said = amounts.iter().any(|amount| amount.is_same(&Amount::of_plain(given)));
        if is_said || plain(&text.text) == plain(&right) {
            return true;
        }
        let right = quote(&right);
        let note = report.refuse(format!("{name} says {drawn}, but the feed's offer is {right}."));
        note.on(text).limit(right).measured(drawn).source(self.source());
        false
    }

    /// A plain decimal as this market's prices are written.
    fn write(&self, decimal: &str) -> String {
        self.subject.locale.format_price(self.market, decimal).unwrap_or_else(|_| decimal.to_owned())
    }

    fn look_for_others(&self, text: &PlacedText, report: &mut Report) {
        let locale = self.subject.locale;
        let known = [Some(&self.offer.price), self.offer.was_price.as_ref()];
        let is_known = |amount: &Amount| known.iter().flatten().any(|price| amount.is_same(&Amount::of_plain(price)));
        for numeral in find(&text.text) {
            let around = (&text.text[..numeral.at], &text.text[numeral.at + numeral.text.len()..]);
            let symbol = self.market.symbol.as_str();
            let is_money = around.0.trim_end().ends_with(symbol) || around.1.trim_start().starts_with(symbol);
            let Some(amount) = numeral.amount(locale).filter(|_| is_money) else { continue };
            if !is_known(&amount) {
                let measured = quote(numeral.text);
                let message =
                    format!("{} names an amount, {measured}, that the feed's offer does not.", the_slot(&text.slot));
                let note =
                    report.warn(message).on(text).limit(quote(&self.write(&self.offer.price))).measured(measured);
                note.source(self.source());
            }
        }
    }

    fn source(&self) -> String {
        format!("line {} of the product feed", self.offer.line)
    }
}
