INSERT INTO adjustment (campaign_id, cell, organization_id, brand_id, slots)
SELECT campaign_id, cell, organization_id, brand_id, json_object_agg(slot, json_build_object('text', text))::text
FROM variant_edit GROUP BY campaign_id, cell, organization_id, brand_id;
DROP TABLE variant_edit;
