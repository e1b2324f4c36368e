-- Tenants, their clients, the people who sign in and what they may do.

CREATE TABLE organization (
    id {uuid} NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE brand (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    UNIQUE (organization_id, slug)
);

-- The address is kept in lower case. It is unique everywhere, because signing in starts from it.
CREATE TABLE person (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    name TEXT NOT NULL,
    password_hash TEXT,
    is_disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created_ms BIGINT NOT NULL
);
CREATE INDEX person_organization ON person (organization_id, id);

-- A null brand or market means every one. The id is derived from the other columns, so that the
-- same grant cannot stand twice (a unique index would not help: nulls differ from each other).
CREATE TABLE role_grant (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    brand_id {uuid} REFERENCES brand (id),
    market TEXT
);
CREATE INDEX role_grant_person ON role_grant (person_id);
CREATE INDEX role_grant_organization ON role_grant (organization_id, role);

-- Only the hash of a secret is ever kept.
CREATE TABLE api_token (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    secret_hash {bytes} NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    scopes TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT,
    last_used_ms BIGINT,
    revoked_ms BIGINT
);
CREATE INDEX api_token_person ON api_token (person_id, id);
