-- What an organization and each of its brands have set aside and spent, and what they may: in all (month ''), and in
-- each month. What is set aside belongs to no month, because nobody knows when it will be spent: a month's limit is
-- kept by what is set aside now and what was spent in that month together. owner_id is the organization's or the brand's.
CREATE TABLE account (
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} REFERENCES brand (id),
    owner_id {uuid} NOT NULL,
    month TEXT NOT NULL,
    currency TEXT NOT NULL,
    limit_nano BIGINT,
    is_hard BOOLEAN NOT NULL DEFAULT TRUE,
    warn_percent SMALLINT NOT NULL DEFAULT 80,
    held_nano BIGINT NOT NULL DEFAULT 0,
    spent_nano BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (owner_id, month, currency)
);
CREATE INDEX account_organization ON account (organization_id);

INSERT INTO account (organization_id, brand_id, owner_id, month, currency, held_nano, spent_nano)
SELECT organization_id, brand_id, brand_id, '', currency, CAST(SUM(held_nano) AS BIGINT), CAST(SUM(spent_nano) AS BIGINT)
FROM campaign GROUP BY organization_id, brand_id, currency;
INSERT INTO account (organization_id, brand_id, owner_id, month, currency, held_nano, spent_nano)
SELECT organization_id, CAST(NULL AS {uuid}), organization_id, '', currency, CAST(SUM(held_nano) AS BIGINT),
    CAST(SUM(spent_nano) AS BIGINT)
FROM campaign GROUP BY organization_id, currency;

-- Somebody asks for more than a budget has, and somebody of finance decides. month is '' for a budget in all.
CREATE TABLE budget_override (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} REFERENCES brand (id),
    campaign_id {uuid} REFERENCES campaign (id),
    month TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_nano BIGINT NOT NULL CHECK (amount_nano > 0),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused')),
    asked_by TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    decided_by TEXT,
    decided_ms BIGINT
);
CREATE INDEX budget_override_organization ON budget_override (organization_id, id);
