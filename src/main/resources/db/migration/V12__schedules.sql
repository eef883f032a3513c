-- Schedules: what is trained again and again, by the clock. Nothing has used the table of V1 before.
--
-- next_run is null while a schedule is disabled; retry_at puts off a run that the full queue refused. last_job_id and
-- last_batch_id are what it started last: while that is not final, overlap 'skip' lets a run pass. updated_at changes
-- with what users write, so that a check of an older text leaves no problem at a newer one.
ALTER TABLE schedules
    ALTER COLUMN request DROP NOT NULL,
    DROP CONSTRAINT schedules_name_key,
    DROP COLUMN last_run,
    ADD COLUMN batch           json,
    ADD COLUMN overlap         text        NOT NULL DEFAULT 'skip' CHECK (overlap IN ('skip', 'queue')),
    ADD COLUMN misfire         text        NOT NULL DEFAULT 'once' CHECK (misfire IN ('once', 'skip')),
    ADD COLUMN problem         text,
    ADD COLUMN retry_at        timestamptz,
    ADD COLUMN last_job_id     uuid,
    ADD COLUMN last_batch_id   uuid,
    ADD COLUMN file            text,
    ADD COLUMN created_by      text,
    ADD COLUMN api_key_id      uuid,
    ADD COLUMN idempotency_key text,
    ADD COLUMN body_hash       text,
    ADD COLUMN updated_at      timestamptz NOT NULL DEFAULT now(),
    ADD CHECK ((request IS NULL) <> (batch IS NULL));

-- A file may have the name of a schedule that came over HTTP; which is which says the column file.
CREATE UNIQUE INDEX schedules_name ON schedules (name) WHERE file IS NULL;
CREATE UNIQUE INDEX schedules_file ON schedules (file) WHERE file IS NOT NULL;
CREATE UNIQUE INDEX schedules_idempotency ON schedules (api_key_id, idempotency_key) NULLS NOT DISTINCT
    WHERE idempotency_key IS NOT NULL;

-- One row for each time at which a schedule was due: the key is what lets it fire once, however many processes try.
-- fire_time is when it was due, at is when that was decided.
CREATE TABLE schedule_runs (
    schedule_id uuid        NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
    fire_time   timestamptz NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome     text        NOT NULL CHECK (outcome IN ('fired', 'skipped', 'refused', 'manual')),
    reason      text,
    job_id      uuid,
    batch_id    uuid,
    PRIMARY KEY (schedule_id, fire_time)
);
CREATE INDEX schedule_runs_newest ON schedule_runs (schedule_id, at DESC);

-- Jobs of a schedule are noted in the audit log under the name of its author.
ALTER TABLE audit_log
    DROP CONSTRAINT audit_log_door_check,
    ADD CONSTRAINT audit_log_door_check CHECK (door IN ('http', 'jmx', 'cli', 'files', 'schedule'));

-- Whoever follows the service is told of each run.
CREATE FUNCTION tell_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('schedule', json_build_object('schedule_id', NEW.schedule_id,
        'name', (SELECT name FROM schedules WHERE id = NEW.schedule_id), 'fire_time', NEW.fire_time,
        'outcome', NEW.outcome, 'job_id', NEW.job_id, 'batch_id', NEW.batch_id), NEW.job_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER schedule_runs_event AFTER INSERT ON schedule_runs FOR EACH ROW EXECUTE FUNCTION tell_schedule();
