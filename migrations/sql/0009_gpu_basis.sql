-- How a line's GPU time is known: engine_reported, exclusive_lease, apportioned, wall_clock. Null where no time is.
ALTER TABLE ledger ADD COLUMN gpu_basis TEXT;
