-- Callbacks: what a receiver is told of the end of a job. The table of V1 was never written, so it is made anew.
DROP TABLE callbacks;

-- One row for each end of a job that asked for it; a job that is retried may end again. The id is the webhook-id, and the
-- body is the same bytes at every attempt.
CREATE TABLE callbacks (
    id              uuid PRIMARY KEY,
    job_id          uuid        NOT NULL REFERENCES training_jobs (id) ON DELETE CASCADE,
    -- whose secrets sign it; the nil UUID stands for all who have not said who they are
    client          uuid        NOT NULL,
    event           text        NOT NULL CHECK (event IN ('completed', 'failed', 'cancelled')),
    url             text        NOT NULL,
    -- host and port of the URL: what one receiver is
    receiver        text        NOT NULL,
    body            text        NOT NULL,
    state           text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts        integer     NOT NULL DEFAULT 0,
    -- attempts are made from retry_from on for as long as the settings say
    retry_from      timestamptz NOT NULL DEFAULT now(),
    next_at         timestamptz NOT NULL DEFAULT now(),
    -- of the attempt under way; until next_at the row is its process's
    lease_token     uuid,
    last_attempt_at timestamptz,
    last_status     integer,
    last_error      text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    ended_at        timestamptz
);
CREATE INDEX callbacks_due ON callbacks (next_at) WHERE state = 'pending';
CREATE INDEX callbacks_receiver ON callbacks (receiver, next_at) WHERE state = 'pending';
CREATE INDEX callbacks_job ON callbacks (job_id, id DESC);
CREATE INDEX callbacks_state ON callbacks (state, id DESC);
CREATE INDEX callbacks_ended ON callbacks (ended_at) WHERE state <> 'pending';

-- Which secrets of a client are valid. A secret itself is derived from the id and the secret of the installation, so a
-- copy of the database signs nothing. The fingerprint tells whether the secret of the installation is still the same.
CREATE TABLE callback_secrets (
    id          uuid PRIMARY KEY,
    client      uuid        NOT NULL,
    fingerprint text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  text        NOT NULL,
    expires_at  timestamptz
);
CREATE INDEX callback_secrets_client ON callback_secrets (client, id DESC);

-- Writes the callback of a job that has just ended. It runs in the statement of the transition, whichever that is, so a
-- job and its callback are stored together or not at all. It must not fail, as the job could not end then: each text of
-- the body has a bound, which keeps the body below 64 KiB.
CREATE FUNCTION tell_end_of_job() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told_event text := lower(NEW.status);
    job_path   text := '/api/v2/training/jobs/' || NEW.id;
    owner      uuid;
BEGIN
    IF NOT coalesce((NEW.request -> 'callback_events')::jsonb ? told_event, true) THEN
        RETURN NULL;
    END IF;

    -- The receiver knows the secret of who first asked, not that of who replays a dead letter
    WITH RECURSIVE origin AS (
        SELECT NEW.api_key_id AS client, NEW.replay_of AS replay_of, 0 AS replays
        UNION ALL
        SELECT j.api_key_id, j.replay_of, origin.replays + 1
        FROM origin JOIN training_jobs j ON j.id = origin.replay_of)
    SELECT origin.client INTO owner FROM origin ORDER BY origin.replays DESC LIMIT 1;

    INSERT INTO callbacks (id, job_id, client, event, url, receiver, body)
    SELECT uuid_v7(), NEW.id, coalesce(owner, '00000000-0000-0000-0000-000000000000'), told_event, target.url,
        lower(coalesce(substring(target.url FROM '^[a-z]+://([^/?#]+)'), '')),
        json_build_object(
            'type', 'job.' || told_event,
            'timestamp', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'data', json_build_object(
                'job_id', NEW.id,
                'status', NEW.status,
                'strategy', left(NEW.strategy, 100),
                'symbol', left(NEW.symbol, 100),
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
                'created_at', to_char(NEW.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'finished_at', to_char(NEW.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'links', json_build_object('self', job_path, 'results', job_path || '/results')))::text
    FROM (SELECT NEW.request ->> 'callback_url' AS url) AS target
        LEFT JOIN trained_configurations found ON NEW.status = 'COMPLETED' AND found.id = NEW.config_id;
    RETURN NULL;
END
$$;

-- A job without a callback costs one look into its request when it ends, and nothing while it runs.
CREATE TRIGGER tell_end_of_job AFTER UPDATE OF status ON training_jobs FOR EACH ROW
    WHEN (NEW.status IN ('COMPLETED', 'FAILED', 'CANCELLED') AND OLD.status <> NEW.status
        AND (NEW.request ->> 'callback_url') IS NOT NULL)
    EXECUTE FUNCTION tell_end_of_job();
