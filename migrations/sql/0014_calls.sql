-- What is asked of backends: one row a sending, written before a byte leaves. The row moves on (sent, accepted, and one
-- of settled, failed, ambiguous); the money is in the ledger, whose lines name the call and are never changed.
-- held_nano is what is still set aside for it out of its run's hold. answer says what came, so that work which is paid
-- for is not asked for twice. released_by is who said that an ambiguous call may be sent again.
CREATE TABLE backend_call (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    run_id {uuid} NOT NULL,
    task_id {uuid} NOT NULL,
    attempt SMALLINT NOT NULL,
    step TEXT NOT NULL,
    backend TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'accepted', 'settled', 'failed', 'ambiguous')),
    job TEXT,
    held_nano BIGINT NOT NULL CHECK (held_nano >= 0),
    amount_nano BIGINT,
    basis TEXT,
    gpu_ms BIGINT,
    gpu_basis TEXT,
    used TEXT,
    answer TEXT,
    vendor_id TEXT,
    reason TEXT,
    sent_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    asked_ms BIGINT NOT NULL DEFAULT 0,
    released_by TEXT
);
CREATE INDEX backend_call_task ON backend_call (task_id, key, id);
CREATE INDEX backend_call_run ON backend_call (run_id, id);
CREATE INDEX backend_call_open ON backend_call (sent_ms) WHERE state IN ('sent', 'accepted');
CREATE INDEX backend_call_late ON backend_call (asked_ms) WHERE basis = 'unknown';

ALTER TABLE ledger ADD COLUMN call_id {uuid};

-- reserved_nano: what calls under way may take of the hold. freed_nano: what of the hold is settled or given back.
ALTER TABLE run ADD COLUMN reserved_nano BIGINT NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN freed_nano BIGINT NOT NULL DEFAULT 0;
UPDATE run SET freed_nano = CASE WHEN finished_ms IS NOT NULL OR spent_nano > hold_nano THEN hold_nano ELSE spent_nano END;
