-- A job of several series fetches each of them.
ALTER TABLE fetches
    DROP CONSTRAINT fetches_job_id_key,
    ADD CONSTRAINT fetches_job_series UNIQUE (job_id, symbol);
