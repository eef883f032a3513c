-- How far the removal of each kind has come through the jobs that have ended, in the order of their ends: all up to this one
-- are done. A job that starts again ends later than all of them.
CREATE TABLE retention_marks (
    kind   text PRIMARY KEY,
    ended  timestamptz NOT NULL DEFAULT '-infinity',
    job_id uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);
INSERT INTO retention_marks (kind) VALUES ('trials'), ('logs'), ('jobs');

-- Jobs that may be removed although their mark has passed them: their configuration was deleted, or they were still needed.
CREATE TABLE late_removals (
    job_id uuid PRIMARY KEY REFERENCES training_jobs (id) ON DELETE CASCADE,
    ended  timestamptz NOT NULL
);
CREATE INDEX late_removals_ended ON late_removals (ended);

-- With the lock a job that is being deleted is waited for, and then it is not there.
CREATE FUNCTION note_late_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO late_removals (job_id, ended)
    SELECT id, finished_at FROM training_jobs WHERE id = OLD.job_id AND finished_at IS NOT NULL FOR KEY SHARE
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER trained_configurations_removal AFTER DELETE ON trained_configurations
    FOR EACH ROW EXECUTE FUNCTION note_late_removal();

INSERT INTO late_removals (job_id, ended)
SELECT j.id, j.finished_at FROM training_jobs j
WHERE j.status = 'COMPLETED' AND NOT EXISTS (SELECT FROM trained_configurations c WHERE c.job_id = j.id);

-- The least migration that a process must know to work on this schema. A migration with which former versions cannot work
-- raises it, and they refuse to start.
CREATE TABLE schema_needs (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    migration integer NOT NULL
);
INSERT INTO schema_needs (migration) VALUES (19);
