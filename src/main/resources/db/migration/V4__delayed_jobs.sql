-- Jobs that are not due yet stand among those that are, in the order of the queue. With run_at in the index they are passed
-- over there; without it each costs a look at the table: 290 ms a claim behind 100,000 of them.
DROP INDEX training_jobs_due;
CREATE INDEX training_jobs_due ON training_jobs (ready_score, id, run_at) WHERE status = 'PENDING';
