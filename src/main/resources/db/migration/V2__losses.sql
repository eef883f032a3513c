-- A worker that died after it had stored trials has brought its job on: such a loss costs no attempt.
ALTER TABLE job_attempts ADD COLUMN trials integer NOT NULL DEFAULT 0;

-- Jobs that have lost a worker and wait for one that runs nothing else.
CREATE INDEX training_jobs_suspect ON training_jobs (run_at) WHERE status = 'PENDING' AND losses > 0;
