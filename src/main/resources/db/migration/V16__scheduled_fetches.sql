-- Schedules that fetch candles. A run may begin many fetches: all have the id of the first as their run.
ALTER TABLE schedules
    DROP CONSTRAINT schedules_check,
    ADD COLUMN "fetch"       json,
    ADD COLUMN last_fetch_id uuid,
    ADD CONSTRAINT schedules_work CHECK (num_nonnulls(request, batch, "fetch") = 1);
ALTER TABLE schedule_runs ADD COLUMN fetch_id uuid;
ALTER TABLE fetches
    ADD COLUMN run_id      uuid,
    -- while its exchange is to be left alone, a fetch waits without a thread
    ADD COLUMN waits_until timestamptz;
CREATE INDEX fetches_run ON fetches (run_id) WHERE run_id IS NOT NULL;

CREATE OR REPLACE FUNCTION tell_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('schedule', json_build_object('schedule_id', NEW.schedule_id,
        'name', (SELECT name FROM schedules WHERE id = NEW.schedule_id),
        'fire_time', to_char(NEW.fire_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'outcome', NEW.outcome, 'job_id', NEW.job_id, 'batch_id', NEW.batch_id, 'fetch_id', NEW.fetch_id), NEW.job_id);
    RETURN NULL;
END
$$;
