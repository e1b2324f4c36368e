//! A month of the ledger as FinOps FOCUS 1.2 cost and usage rows (CSV): what every finance tool reads. One row a settled
//! cost or correction. Costs that nobody knows have no row, for a row would have to say 0.

use chrono::{DateTime, Datelike, Months, NaiveDate, SecondsFormat, Utc};
use serde_json::json;

use super::decimal;

/// A calendar month, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Month> {
        let is_shaped = text.len() == 7;
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
        (is_shaped && (1970..=9998).contains(&first.year())).then_some(Month(first))
    }

    /// The month that holds a time, milliseconds since 1970.
    pub fn of(unix_ms: i64) -> Month {
        let date = DateTime::from_timestamp_millis(unix_ms).unwrap_or_default().date_naive();
        Month(date.with_day(1).unwrap_or(date))
    }

    /// `2026-11`.
    pub fn written(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// Its first millisecond, and the first of the next month.
    pub fn range_ms(self) -> (i64, i64) {
        let ms = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        (ms(self.0), ms(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0)))
    }
}

/// One line of the ledger with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusRow {
    pub currency: String,
    pub campaign_id: String,
    pub campaign: String,
    pub brand: String,
    /// The task that cost it; empty where a correction is about none.
    pub task_id: String,
    pub step: String,
    /// The lane it ran on: the backend's name.
    pub lane: String,
    /// None: nobody knows.
    pub amount_nano: Option<i64>,
    pub gpu_ms: Option<i64>,
    /// How the amount is known.
    pub basis: String,
    pub is_correction: bool,
    pub at_ms: i64,
}

/// Whose books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusAccount {
    pub id: String,
    pub name: String,
    /// Where the month is closed.
    pub invoice_id: Option<String>,
}

/// Every column, in the order of the file. Those of FOCUS that Galley has nothing for stay empty.
const COLUMNS: [&str; 52] = [
    "AvailabilityZone",
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingAccountType",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "CommitmentDiscountCategory",
    "CommitmentDiscountId",
    "CommitmentDiscountName",
    "CommitmentDiscountStatus",
    "CommitmentDiscountType",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "InvoiceId",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingCategory",
    "PricingCurrency",
    "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "RegionId",
    "RegionName",
    "ResourceId",
    "ResourceName",
    "ResourceType",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
    "SkuId",
    "SkuMeter",
    "SkuPriceDetails",
    "SkuPriceId",
    "SubAccountId",
    "SubAccountName",
    "Tags",
];

const ISSUER: &str = "Galley";
const HOUR_MS: i64 = 3_600_000;

/// Writes a month as CSV with a header.
pub fn write_focus(account: &FocusAccount, month: Month, rows: &[FocusRow]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("memory takes every write");
    for (row, cost) in rows.iter().filter_map(|row| Some((row, decimal(row.amount_nano?)))) {
        let value = |column: &&str| value(column, account, month, (row, &cost));
        writer.write_record(COLUMNS.iter().map(value)).expect("memory takes every write");
    }
    let bytes = writer.into_inner().expect("memory takes every write");
    String::from_utf8(bytes).expect("fields are text")
}

fn value(column: &str, account: &FocusAccount, month: Month, (row, cost): (&FocusRow, &str)) -> String {
    let (from, to) = month.range_ms();
    let hour = row.at_ms.div_euclid(HOUR_MS) * HOUR_MS;
    let usage = |text: &str| if row.is_correction { String::new() } else { text.to_owned() };
    match column {
        "BilledCost" | "ContractedCost" | "EffectiveCost" | "ListCost" | "PricingCurrencyEffectiveCost" => {
            cost.to_owned()
        }
        "ContractedUnitPrice"
        | "ListUnitPrice"
        | "PricingCurrencyContractedUnitPrice"
        | "PricingCurrencyListUnitPrice" => usage(cost),
        // With decimals: readers that guess a column's type must guess a decimal.
        "PricingQuantity" => usage("1.00"),
        "PricingUnit" => usage("Tasks"),
        "ConsumedQuantity" => usage(&consumed(row).0),
        "ConsumedUnit" => usage(consumed(row).1),
        "BillingAccountId" => account.id.clone(),
        "BillingAccountName" => account.name.clone(),
        "BillingAccountType" => "Organization".to_owned(),
        "BillingCurrency" | "PricingCurrency" => row.currency.clone(),
        "BillingPeriodStart" => time(from),
        "BillingPeriodEnd" => time(to),
        "ChargePeriodStart" => time(hour),
        "ChargePeriodEnd" => time(hour + HOUR_MS),
        "ChargeCategory" => if row.is_correction { "Adjustment" } else { "Usage" }.to_owned(),
        "ChargeDescription" if row.is_correction => "Correction of an earlier cost".to_owned(),
        "ChargeDescription" => format!("{} on {}", row.step, row.lane),
        "ChargeFrequency" => if row.is_correction { "One-Time" } else { "Usage-Based" }.to_owned(),
        "InvoiceId" => account.invoice_id.clone().unwrap_or_default(),
        "InvoiceIssuerName" | "ProviderName" | "PublisherName" => ISSUER.to_owned(),
        "PricingCategory" => usage("Standard"),
        "ResourceId" => row.task_id.clone(),
        "ResourceName" => row.step.clone(),
        "ResourceType" if !row.task_id.is_empty() => "Task".to_owned(),
        "ServiceCategory" => "AI and Machine Learning".to_owned(),
        "ServiceName" => {
            if row.lane.is_empty() {
                ISSUER.to_owned()
            } else {
                row.lane.clone()
            }
        }
        "ServiceSubcategory" => "Generative AI".to_owned(),
        "SkuId" => usage(&row.lane),
        "SkuMeter" => usage(&row.step),
        "SkuPriceId" => usage(&format!("{}/{}", row.lane, row.basis)),
        "SkuPriceDetails" => usage(&json!({ "x_Basis": row.basis }).to_string()),
        "SubAccountId" => row.campaign_id.clone(),
        "SubAccountName" => row.campaign.clone(),
        "Tags" => json!({ "brand": row.brand }).to_string(),
        _ => String::new(),
    }
}

/// GPU time in hours where it is known, else the task itself.
fn consumed(row: &FocusRow) -> (String, &'static str) {
    match row.gpu_ms {
        // Nine decimals of an hour are 3.6 microseconds.
        Some(ms) => (decimal((i128::from(ms) * 1_000_000_000 / i128::from(HOUR_MS)) as i64), "Hours"),
        None => ("1.00".to_owned(), "Tasks"),
    }
}

fn time(unix_ms: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(unix_ms).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_written_and_bounded() {
        let month = Month::parse("2026-12").expect("a month");
        assert_eq!(month.written(), "2026-12");
        assert_eq!(month.range_ms(), (1_796_083_200_000, 1_798_761_600_000));
        assert_eq!(Month::of(1_798_761_599_999), month);
        for text in ["2026-13", "2026-1", "26-01", "", "2026-12-01"] {
            assert!(Month::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_row_has_a_value_for_each_column_and_quotes_what_needs_it() {
        let account = FocusAccount { id: "org_1".into(), name: "Ombrava, \"the\" agency".into(), invoice_id: None };
        let row = FocusRow {
            currency: "EUR".into(),
            campaign_id: "cmp_1".into(),
            campaign: "Spring".into(),
            brand: "ombrava".into(),
            task_id: "tsk_1".into(),
            step: "scene".into(),
            lane: "pool".into(),
            amount_nano: Some(2_000_000),
            gpu_ms: Some(1_800_000),
            basis: "rate_card".into(),
            is_correction: false,
            at_ms: 1_796_083_200_000 + HOUR_MS + 5,
        };
        let text = write_focus(&account, Month::parse("2026-12").expect("a month"), &[row]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let record = reader.records().next().expect("a row").expect("whole");
        let cell = |name: &str| &record[header.iter().position(|column| column == name).expect(name)];
        for (name, value) in [
            ("BilledCost", "0.002"),
            ("BillingAccountName", "Ombrava, \"the\" agency"),
            ("BillingPeriodEnd", "2027-01-01T00:00:00Z"),
            ("ChargePeriodStart", "2026-12-01T01:00:00Z"),
            ("ConsumedQuantity", "0.50"),
            ("InvoiceId", ""),
        ] {
            assert_eq!(cell(name), value, "{name}");
        }
    }
}
