INSERT INTO adjustment (campaign_id, cell, organization_id, brand_id, slots)
SELECT campaign_id, cell, organization_id, brand_id, json_group_object(slot, json_object('text', text))
FROM variant_edit GROUP BY campaign_id, cell, organization_id, brand_id;
DROP TABLE variant_edit;
