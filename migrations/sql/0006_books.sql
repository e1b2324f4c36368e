-- The two books that are only ever added to (the triggers stand in the file of each database),
-- and the small tables that keep requests and processes from treading on each other.

-- A null amount is a cost that nobody knows; it is never written as 0. freed_nano is how much of
-- what was held a line gives back. So held = sum(hold amounts) - sum(freed), and
-- spent = sum(settlement and correction amounts).
CREATE TABLE ledger (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    run_id {uuid},
    task_id {uuid},
    kind TEXT NOT NULL CHECK (kind IN ('hold', 'settlement', 'hold_release', 'correction')),
    amount_nano BIGINT,
    freed_nano BIGINT NOT NULL DEFAULT 0 CHECK (freed_nano >= 0),
    currency TEXT NOT NULL,
    gpu_ms BIGINT,
    basis TEXT NOT NULL,
    note TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    CHECK (amount_nano IS NOT NULL OR kind = 'settlement')
);
CREATE INDEX ledger_campaign ON ledger (campaign_id, id);
CREATE INDEX ledger_organization ON ledger (organization_id, id);

CREATE TABLE journal (
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    seq BIGINT NOT NULL,
    id {uuid} NOT NULL,
    at_ms BIGINT NOT NULL,
    brand_id {uuid},
    campaign_id {uuid},
    variant_id {uuid},
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    entry TEXT NOT NULL,
    hash {bytes} NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, seq)
);
CREATE INDEX journal_campaign ON journal (campaign_id, seq);

-- The end of each organization's chain. Appending locks its row first, so that two entries can
-- never follow the same one.
CREATE TABLE journal_head (
    organization_id {uuid} NOT NULL PRIMARY KEY REFERENCES organization (id),
    seq BIGINT NOT NULL,
    hash {bytes} NOT NULL CHECK (length(hash) = 32)
);

-- status 0: the first request with this key is still being served.
CREATE TABLE idempotency (
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash {bytes} NOT NULL CHECK (length(request_hash) = 32),
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (organization_id, actor, key)
);
CREATE INDEX idempotency_created ON idempotency (created_ms);

CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);
