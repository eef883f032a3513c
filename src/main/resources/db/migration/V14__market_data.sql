-- What the candles of a series are: what their volumes count, whether minutes without trades are there as flat candles or
-- are left out, and how they came here.
ALTER TABLE candle_series
    ADD COLUMN volume_kind   text NOT NULL DEFAULT 'base' CHECK (volume_kind IN ('base', 'quote', 'contracts', 'ticks')),
    ADD COLUMN empty_minutes text CHECK (empty_minutes IN ('filled', 'absent')),
    ADD COLUMN source        text NOT NULL DEFAULT 'upload' CHECK (source IN ('upload', 'fetch', 'both'));

-- Times of events are written in one form.
CREATE OR REPLACE FUNCTION tell_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('schedule', json_build_object('schedule_id', NEW.schedule_id,
        'name', (SELECT name FROM schedules WHERE id = NEW.schedule_id),
        'fire_time', to_char(NEW.fire_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'outcome', NEW.outcome, 'job_id', NEW.job_id, 'batch_id', NEW.batch_id), NEW.job_id);
    RETURN NULL;
END
$$;
