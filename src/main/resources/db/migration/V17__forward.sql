-- Active configurations are followed on candles after their training. One row for each that ever was; what it shows is
-- computed from the candles, so a look that is lost or made twice changes nothing.
CREATE TABLE configuration_forward (
    config_id    uuid PRIMARY KEY REFERENCES trained_configurations (id) ON DELETE CASCADE,
    -- while a process looks, this is when another one may
    next_look_at timestamptz NOT NULL,
    looked_at    timestamptz,
    -- open times of the first and the last candle that it was judged on
    seen_from    timestamptz,
    seen_to      timestamptz,
    -- what the hold-out promises of a trade, which is asked once; null when it promises nothing
    promised     json,
    asked        boolean     NOT NULL DEFAULT false,
    result       json,
    -- why the last look could not be made, or why nothing is tested
    problem      text,
    decayed_at   timestamptz,
    reason       text
);
CREATE INDEX configuration_forward_due ON configuration_forward (next_look_at);

ALTER TABLE trained_configurations
    DROP CONSTRAINT trained_configurations_lifecycle_stage_check,
    ADD CONSTRAINT trained_configurations_lifecycle_stage_check
        CHECK (lifecycle_stage IN ('PAPER', 'DISCOVERY', 'VALIDATION', 'MATURE', 'DECAY'));

CREATE FUNCTION iso_time(t timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- What a client is shown of it.
CREATE FUNCTION forward_document(f configuration_forward) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT json_build_object(
        'looked_at', iso_time(f.looked_at),
        'next_look_at', (SELECT iso_time(f.next_look_at) FROM trained_configurations WHERE id = f.config_id AND is_active),
        'problem', f.problem,
        'promised', f.promised,
        'result', f.result,
        'decayed_at', iso_time(f.decayed_at),
        'reason', f.reason)
$$;

ALTER TABLE callbacks
    DROP CONSTRAINT callbacks_event_check,
    ADD CONSTRAINT callbacks_event_check CHECK (event IN ('completed', 'failed', 'cancelled', 'decayed'));

-- Whose secrets sign the callbacks of a job: the receiver knows the secret of who first asked, not that of who replays a
-- dead letter.
CREATE FUNCTION callback_client(job training_jobs) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE origin AS (
        SELECT job.api_key_id AS client, job.replay_of AS replay_of, 0 AS replays
        UNION ALL
        SELECT j.api_key_id, j.replay_of, origin.replays + 1
        FROM origin JOIN training_jobs j ON j.id = origin.replay_of)
    SELECT coalesce((SELECT client FROM origin ORDER BY replays DESC LIMIT 1), '00000000-0000-0000-0000-000000000000')
$$;

-- Tells of a configuration that has decayed, in the transaction that decides it. Its row in configuration_forward is
-- written before.
CREATE FUNCTION tell_decay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    why      text := (SELECT reason FROM configuration_forward WHERE config_id = NEW.id);
    own_path text := '/api/v2/training/configurations/' || NEW.id;
    job      training_jobs;
BEGIN
    PERFORM service_event('forward', json_build_object('config_id', NEW.id, 'change', 'decayed', 'strategy', NEW.strategy,
        'symbol', NEW.symbol, 'exchange', NEW.exchange, 'timeframe', NEW.timeframe, 'reason', why), NEW.job_id);

    -- A job that was deleted tells nobody
    SELECT * INTO job FROM training_jobs WHERE id = NEW.job_id;
    IF FOUND AND (job.request ->> 'callback_url') IS NOT NULL
            AND coalesce((job.request -> 'callback_events')::jsonb ? 'decayed', false) THEN
        INSERT INTO callbacks (id, job_id, client, event, url, receiver, body)
        SELECT uuid_v7(), job.id, callback_client(job), 'decayed', target.url,
            lower(coalesce(substring(target.url FROM '^[a-z]+://([^/?#]+)'), '')),
            json_build_object(
                'type', 'configuration.decayed',
                'timestamp', iso_time(now()),
                'data', json_build_object(
                    'config_id', NEW.id,
                    'job_id', NEW.job_id,
                    'strategy', left(NEW.strategy, 100),
                    'symbol', left(NEW.symbol, 1000),
                    'exchange', left(NEW.exchange, 100),
                    'timeframe', left(NEW.timeframe, 100),
                    'is_active', NEW.is_active,
                    'reason', left(why, 4000),
                    'links', json_build_object('self', own_path, 'forward', own_path || '/forward')))::text
        FROM (SELECT job.request ->> 'callback_url' AS url) AS target;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER trained_configurations_decay AFTER UPDATE OF lifecycle_stage ON trained_configurations FOR EACH ROW
    WHEN (NEW.lifecycle_stage = 'DECAY' AND OLD.lifecycle_stage <> 'DECAY') EXECUTE FUNCTION tell_decay();
