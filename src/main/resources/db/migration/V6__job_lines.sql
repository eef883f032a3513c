-- What a job says once, however often a worker does the work anew or writes the line again; null where it may say it again.
ALTER TABLE training_logs ADD COLUMN key text;
CREATE UNIQUE INDEX training_logs_once ON training_logs (job_id, key) WHERE key IS NOT NULL;
