-- Plans, runs, tasks and what they made.

CREATE TABLE plan (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    brief_id {uuid} NOT NULL REFERENCES brief (id),
    workflow_id {uuid} NOT NULL REFERENCES workflow (id),
    brand_kit_id {uuid} NOT NULL REFERENCES brand_kit (id),
    fingerprint {bytes} NOT NULL CHECK (length(fingerprint) = 32),
    summary TEXT NOT NULL,
    state TEXT NOT NULL,
    hold_nano BIGINT,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    approved_by TEXT,
    approved_ms BIGINT
);
CREATE INDEX plan_campaign ON plan (campaign_id, id);

-- release_id names a row of `release`, which names its run: the later one carries the foreign key.
CREATE TABLE run (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    plan_id {uuid} REFERENCES plan (id),
    release_id {uuid},
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight > 0),
    launched_by TEXT NOT NULL,
    launched_ms BIGINT NOT NULL,
    finished_ms BIGINT,
    currency TEXT NOT NULL,
    hold_nano BIGINT NOT NULL DEFAULT 0,
    spent_nano BIGINT NOT NULL DEFAULT 0,
    task_count INTEGER NOT NULL DEFAULT 0,
    reused_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX run_state ON run (state);
CREATE INDEX run_campaign ON run (campaign_id, id);

-- task, task_edge, output and variant have no foreign keys: a launch writes some 300,000 of their
-- rows in one transaction, every key would cost a look-up per row, and all of them are written
-- by the one action that has just read the rows they would point to.
-- state: 0 waiting, 1 ready, 2 queued, 3 running, 4 done, 5 failed, 6 cancelled.
CREATE TABLE task (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    run_id {uuid} NOT NULL,
    ordinal INTEGER NOT NULL,
    step TEXT NOT NULL,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    cell TEXT NOT NULL,
    key {bytes} NOT NULL,
    needs {bytes} NOT NULL,
    pending INTEGER NOT NULL,
    state SMALLINT NOT NULL,
    attempt SMALLINT NOT NULL DEFAULT 0,
    ready_ms BIGINT NOT NULL,
    lease_ms BIGINT,
    worker TEXT,
    error TEXT,
    created_ms BIGINT NOT NULL,
    started_ms BIGINT,
    finished_ms BIGINT,
    gpu_ms BIGINT,
    cost_nano BIGINT
);
CREATE INDEX task_run ON task (run_id, state, lane, ordinal);
-- Only what is queued or running can be lost with its worker: the sweep reads nothing else.
CREATE INDEX task_lease ON task (lease_ms) WHERE state IN (2, 3);

CREATE TABLE task_edge (
    need_id {uuid} NOT NULL,
    task_id {uuid} NOT NULL,
    PRIMARY KEY (need_id, task_id)
) {without_rowid};

CREATE TABLE output (
    organization_id {uuid} NOT NULL,
    key {bytes} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    task_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    blobs TEXT NOT NULL,
    facts TEXT NOT NULL,
    model TEXT,
    gpu_ms BIGINT,
    cost_nano BIGINT,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (organization_id, key)
);

-- Which brands a blob was made for: the answer to "may this person see it" for a bare hash. The
-- same bytes may belong to two brands; each has its own row.
CREATE TABLE blob (
    organization_id {uuid} NOT NULL,
    hash {bytes} NOT NULL,
    brand_id {uuid} NOT NULL,
    mime TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (organization_id, hash, brand_id)
) {without_rowid};
