-- What was spent in each month so far. The two databases write a month in their own ways.
INSERT INTO account (organization_id, brand_id, owner_id, month, currency, spent_nano)
SELECT organization_id, brand_id, brand_id, to_char(to_timestamp(at_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM'), currency, CAST(SUM(amount_nano) AS BIGINT)
FROM ledger WHERE kind IN ('settlement', 'correction') AND amount_nano IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
INSERT INTO account (organization_id, brand_id, owner_id, month, currency, spent_nano)
SELECT organization_id, CAST(NULL AS UUID), organization_id, to_char(to_timestamp(at_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM'), currency, CAST(SUM(amount_nano) AS BIGINT)
FROM ledger WHERE kind IN ('settlement', 'correction') AND amount_nano IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
