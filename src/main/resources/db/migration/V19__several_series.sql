-- A job of several series fetches each of them.
ALTER TABLE fetches
    DROP CONSTRAINT fetches_job_id_key,
    ADD CONSTRAINT fetches_job_series UNIQUE (job_id, symbol);

-- Its symbol is those of all series, joined by commas: the bound of the text is that of twenty.
CREATE OR REPLACE FUNCTION tell_end_of_job() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told_event text := lower(NEW.status);
    job_path   text := '/api/v2/training/jobs/' || NEW.id;
BEGIN
    IF NOT coalesce((NEW.request -> 'callback_events')::jsonb ? told_event, true) THEN
        RETURN NULL;
    END IF;

    INSERT INTO callbacks (id, job_id, client, event, url, receiver, body)
    SELECT uuid_v7(), NEW.id, callback_client(NEW), told_event, target.url,
        lower(coalesce(substring(target.url FROM '^[a-z]+://([^/?#]+)'), '')),
        json_build_object(
            'type', 'job.' || told_event,
            'timestamp', iso_time(now()),
            'data', json_build_object(
                'job_id', NEW.id,
                'status', NEW.status,
                'strategy', left(NEW.strategy, 100),
                'symbol', left(NEW.symbol, 1000),
                'exchange', left(NEW.exchange, 100),
                'timeframe', left(NEW.timeframe, 100),
                'config_id', found.id,
                'verdict', found.verdict,
                'confidence', found.confidence,
                'error', CASE WHEN NEW.status = 'FAILED' AND NEW.error IS NOT NULL THEN json_build_object(
                    'class', left(NEW.error ->> 'class', 300),
                    'kind', left(NEW.error ->> 'kind', 100),
                    'message', left(NEW.error ->> 'message', 4000),
                    'stage', left(NEW.error ->> 'stage', 100)) END,
                'batch_id', NEW.batch_id,
                'created_at', iso_time(NEW.created_at),
                'finished_at', iso_time(NEW.finished_at),
                'links', json_build_object('self', job_path, 'results', job_path || '/results')))::text
    FROM (SELECT NEW.request ->> 'callback_url' AS url) AS target
        LEFT JOIN trained_configurations found ON NEW.status = 'COMPLETED' AND found.id = NEW.config_id;
    RETURN NULL;
END
$$;
