-- What people adjusted in single ads: one row a cell, JSON by slot. A cell without any has none.
CREATE TABLE adjustment (
    campaign_id {uuid} NOT NULL,
    cell TEXT NOT NULL,
    organization_id {uuid} NOT NULL,
    brand_id {uuid} NOT NULL,
    slots TEXT NOT NULL,
    PRIMARY KEY (campaign_id, cell)
);
-- The adjustments in force after a turn; null in turns that came before there were any but texts.
ALTER TABLE turn ADD COLUMN adjustments TEXT;
-- variant, set, markets or campaign; null is variant.
ALTER TABLE turn ADD COLUMN scope TEXT;
-- The turn that a person took, where this one follows from its scope.
ALTER TABLE turn ADD COLUMN lead_id {uuid};
-- The earlier revision that it went on from.
ALTER TABLE turn ADD COLUMN base_id {uuid};
-- JSON: the notes that it claims to fix.
ALTER TABLE turn ADD COLUMN fixes TEXT;
-- The adjustments that a revision was made with; null where there were none, or none but texts.
ALTER TABLE revision ADD COLUMN adjustments TEXT;
-- JSON: earlier notes that a decision finds fixed, and still open.
ALTER TABLE decision ADD COLUMN fixed TEXT;
ALTER TABLE decision ADD COLUMN still_open TEXT;
