-- Pages of a run's tasks, in the order of their ids.
CREATE INDEX task_page ON task (run_id, id);
