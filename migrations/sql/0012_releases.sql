-- What goes out is the approved bytes with credentials around them: what they say, and the file as it was made.
-- Items of before say nothing; those that have arrived were sent as they were approved.

ALTER TABLE release_item ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE release_item ADD COLUMN published_hash {bytes} CHECK (published_hash IS NULL OR length(published_hash) = 32);
ALTER TABLE release_item ADD COLUMN published_bytes BIGINT;
ALTER TABLE release_item ADD COLUMN dropped TEXT NOT NULL DEFAULT '';
UPDATE release_item SET published_hash = hash, published_bytes = bytes WHERE delivered_ms IS NOT NULL;
CREATE INDEX release_item_hash ON release_item (hash);
CREATE INDEX release_item_published ON release_item (published_hash);
