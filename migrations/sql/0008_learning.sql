-- What may be learned from, and what was learned.

-- What was measured of an ad that people are asked about, by the names of the features. A sensitive
-- campaign's has no row.
CREATE TABLE revision_features (
    revision_id {uuid} NOT NULL PRIMARY KEY REFERENCES revision (id),
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    features TEXT NOT NULL
);

-- How much of a brand's work may be learned from, from then on. The latest row holds.
CREATE TABLE consent (
    id {uuid} NOT NULL PRIMARY KEY,
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    brand_id {uuid} NOT NULL REFERENCES brand (id),
    level TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX consent_brand ON consent (brand_id, id);

-- What somebody did with an ad without being asked. The same thing done again says nothing new.
CREATE TABLE signal (
    revision_id {uuid} NOT NULL REFERENCES revision (id),
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    campaign_id {uuid} NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (revision_id, actor, kind)
) {without_rowid};

-- What one organization has taught, up to and including the journal's entry `seq`. It can always be
-- learned again from the journal: a row that is missing or of an older version costs time alone.
CREATE TABLE learned_state (
    organization_id {uuid} NOT NULL PRIMARY KEY REFERENCES organization (id),
    seq BIGINT NOT NULL,
    state {bytes} NOT NULL,
    at_ms BIGINT NOT NULL
);

-- Whether an ad was ever not approved: its first revision that was is a first pass.
CREATE INDEX decision_refusal ON decision (variant_id, at_ms) WHERE verdict IN ('request_changes', 'reject');

-- What makes the pseudonyms in what one receiver is given: the same person has the same one in each of its exports, and
-- another in everybody else's.
CREATE TABLE export_key (
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    receiver TEXT NOT NULL,
    secret {bytes} NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (organization_id, receiver)
);

-- What was learned names the entries behind it.
CREATE UNIQUE INDEX journal_entry ON journal (id);
