-- Each job wrote into these indexes several times, and nothing looks into them: the jobs that run are few, and the
-- events of a job are found by their ids.
DROP INDEX job_events_seq;
DROP INDEX training_jobs_owner;

-- The end of an attempt finds room beside its beginning, and then touches no index.
ALTER TABLE job_attempts SET (fillfactor = 70);
