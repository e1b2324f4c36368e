-- What experts taught: skills, their versions, what is published for a brand, and what had a say in which ad.

-- A null brand: every brand of the organization.
CREATE TABLE skill (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} REFERENCES brand (id),
    name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);
-- Nulls differ from each other, so each place has an index of its own.
CREATE UNIQUE INDEX skill_of_brand ON skill (brand_id, name) WHERE brand_id IS NOT NULL;
CREATE UNIQUE INDEX skill_of_organization ON skill (organization_id, name) WHERE brand_id IS NULL;

CREATE TABLE skill_version (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} REFERENCES brand (id),
    skill_id {uuid} NOT NULL REFERENCES skill (id),
    version INTEGER NOT NULL,
    digest {bytes} NOT NULL CHECK (length(digest) = 32),
    files TEXT NOT NULL,
    markets TEXT NOT NULL,
    description TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    created_by TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    published_by TEXT,
    published_ms BIGINT,
    retired_by TEXT,
    retired_ms BIGINT,
    UNIQUE (skill_id, version)
);
CREATE UNIQUE INDEX skill_version_published ON skill_version (skill_id) WHERE state = 'published';

-- The versions that were published for a brand at some time, in order of precedence. The id follows from the content, and a
-- row is never changed: plans are pinned to it.
CREATE TABLE skill_set (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    versions TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

-- Null: nothing was published.
ALTER TABLE plan ADD COLUMN skill_set_id {uuid} REFERENCES skill_set (id);

-- Which versions had a say in an ad that people are asked about. Written once, with the revision.
CREATE TABLE revision_skill (
    revision_id {uuid} NOT NULL REFERENCES revision (id),
    skill_version_id {uuid} NOT NULL REFERENCES skill_version (id),
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    PRIMARY KEY (revision_id, skill_version_id)
) {without_rowid};
CREATE INDEX revision_skill_version ON revision_skill (skill_version_id);
