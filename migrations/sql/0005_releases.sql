-- Sealed variants on their way out.

CREATE TABLE release (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    run_id {uuid} NOT NULL REFERENCES run (id),
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    item_count INTEGER NOT NULL,
    manifest_hash {bytes},
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    finished_ms BIGINT
);
CREATE INDEX release_campaign ON release (campaign_id, id);

CREATE TABLE release_item (
    release_id {uuid} NOT NULL REFERENCES release (id),
    variant_id {uuid} NOT NULL REFERENCES variant (id),
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    revision_id {uuid} NOT NULL REFERENCES revision (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash {bytes} NOT NULL CHECK (length(hash) = 32),
    bytes BIGINT NOT NULL,
    mime TEXT NOT NULL,
    location TEXT,
    delivered_ms BIGINT,
    error TEXT,
    PRIMARY KEY (release_id, variant_id)
);
CREATE UNIQUE INDEX release_item_ordinal ON release_item (release_id, ordinal);
CREATE INDEX release_item_revision ON release_item (revision_id);
