-- Which jobs ended in the last minutes and the last day. It summarizes blocks, so that ending a job costs next to nothing.
CREATE INDEX training_jobs_finished ON training_jobs USING brin (finished_at) WITH (pages_per_range = 32, autosummarize = on);
