-- Variants, their revisions and what people say about them.

CREATE TABLE variant (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    ordinal INTEGER NOT NULL,
    cell TEXT NOT NULL,
    market TEXT,
    message TEXT,
    format TEXT,
    subject_key {bytes} NOT NULL,
    gate_key {bytes} NOT NULL,
    run_id {uuid},
    state TEXT NOT NULL,
    is_retired BOOLEAN NOT NULL DEFAULT FALSE,
    revision_id {uuid},
    revision_count INTEGER NOT NULL DEFAULT 0,
    stage TEXT,
    due_ms BIGINT,
    updated_ms BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (campaign_id, cell)
);
CREATE INDEX variant_gate ON variant (campaign_id, gate_key);
CREATE INDEX variant_state ON variant (campaign_id, state, id);
CREATE INDEX variant_campaign ON variant (campaign_id, id);
CREATE INDEX variant_organization ON variant (organization_id, id);

CREATE TABLE revision (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    variant_id {uuid} NOT NULL REFERENCES variant (id),
    number INTEGER NOT NULL,
    subject_key {bytes} NOT NULL,
    gate_key {bytes} NOT NULL,
    output_hash {bytes} NOT NULL,
    blobs TEXT NOT NULL,
    findings TEXT NOT NULL,
    worst TEXT,
    authors TEXT NOT NULL,
    turn_id {uuid},
    run_id {uuid} NOT NULL,
    state TEXT NOT NULL,
    seal TEXT,
    sealed_ms BIGINT,
    created_ms BIGINT NOT NULL,
    UNIQUE (variant_id, number)
);
CREATE INDEX revision_campaign ON revision (campaign_id, id);

CREATE TABLE stage (
    revision_id {uuid} NOT NULL REFERENCES revision (id),
    position INTEGER NOT NULL,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    variant_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    market TEXT,
    rule TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_ms BIGINT,
    due_ms BIGINT,
    closed_ms BIGINT,
    PRIMARY KEY (revision_id, position)
);
-- The review list reads open stages only, and they are few beside the closed ones.
CREATE INDEX stage_open ON stage (organization_id, role, campaign_id, variant_id) WHERE state = 'open';

CREATE TABLE decision (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    variant_id {uuid} NOT NULL REFERENCES variant (id),
    revision_id {uuid} NOT NULL REFERENCES revision (id),
    stage TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    comment TEXT,
    marks TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX decision_revision ON decision (revision_id, stage);
CREATE INDEX decision_campaign ON decision (campaign_id, id);

CREATE TABLE turn (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    variant_id {uuid} NOT NULL REFERENCES variant (id),
    revision_id {uuid} NOT NULL REFERENCES revision (id),
    author TEXT NOT NULL,
    words TEXT NOT NULL,
    edits TEXT NOT NULL,
    run_id {uuid},
    created_ms BIGINT NOT NULL
);
CREATE INDEX turn_variant ON turn (variant_id, id);

CREATE TABLE variant_edit (
    campaign_id {uuid} NOT NULL,
    cell TEXT NOT NULL,
    slot TEXT NOT NULL,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    text TEXT NOT NULL,
    turn_id {uuid} NOT NULL REFERENCES turn (id),
    PRIMARY KEY (campaign_id, cell, slot)
);
