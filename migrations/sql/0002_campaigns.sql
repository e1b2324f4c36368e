-- What is asked for: brand kits, workflows, campaigns with their briefs, and the links that let
-- a guest in.

CREATE TABLE brand_kit (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    version INTEGER NOT NULL,
    digest {bytes} NOT NULL CHECK (length(digest) = 32),
    files TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (brand_id, version)
);

CREATE TABLE workflow (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    digest {bytes} NOT NULL CHECK (length(digest) = 32),
    files TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (organization_id, name, version)
);

-- held_nano and spent_nano are the running sums of the ledger's lines. They stand here so that
-- one conditional UPDATE can both check and take a budget.
CREATE TABLE campaign (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    workflow TEXT NOT NULL,
    is_sensitive BOOLEAN NOT NULL,
    currency TEXT NOT NULL,
    limit_nano BIGINT,
    is_hard BOOLEAN NOT NULL,
    held_nano BIGINT NOT NULL DEFAULT 0 CHECK (held_nano >= 0),
    spent_nano BIGINT NOT NULL DEFAULT 0,
    weight INTEGER NOT NULL DEFAULT 1 CHECK (weight > 0),
    brief_id {uuid},
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    UNIQUE (brand_id, slug)
);
CREATE INDEX campaign_organization ON campaign (organization_id, id);

CREATE TABLE brief (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    version INTEGER NOT NULL,
    digest {bytes} NOT NULL CHECK (length(digest) = 32),
    text TEXT NOT NULL,
    files TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (campaign_id, version)
);

CREATE TABLE guest_link (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    secret_hash {bytes} NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    password_hash TEXT,
    name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    revoked_ms BIGINT
);
CREATE INDEX guest_link_campaign ON guest_link (campaign_id, id);

-- A browser that is signed in: as a person, or as a guest who came by a link.
CREATE TABLE session (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    person_id {uuid} REFERENCES person (id),
    guest_link_id {uuid} REFERENCES guest_link (id),
    secret_hash {bytes} NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    CHECK ((person_id IS NULL) <> (guest_link_id IS NULL))
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_guest_link ON session (guest_link_id);
CREATE INDEX session_expires ON session (expires_ms);
