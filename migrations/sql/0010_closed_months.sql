-- Months that finance has closed, with what stood in the books then. Later corrections belong to the month in which
-- they are written, as every line does.
CREATE TABLE closed_month (
    organization_id {uuid} NOT NULL REFERENCES organization (id),
    month TEXT NOT NULL,
    totals TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (organization_id, month)
);
