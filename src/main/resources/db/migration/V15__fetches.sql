-- Candles that are fetched from exchanges. What of a series an exchange has answered for is on record with the candles, page
-- by page, so a fetch that is cut off goes on where it stopped, and none asks for what is known.
CREATE TABLE fetches (
    id               uuid PRIMARY KEY,
    status           text        NOT NULL CHECK (status IN ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    exchange         text        NOT NULL,
    symbol           text        NOT NULL,
    timeframe        text        NOT NULL,
    from_time        timestamptz NOT NULL,
    to_time          timestamptz NOT NULL CHECK (to_time > from_time),
    -- candles that were missing when it began, and those of them that have been asked for
    wanted           bigint,
    covered          bigint      NOT NULL DEFAULT 0,
    received         bigint      NOT NULL DEFAULT 0,
    inserted         bigint      NOT NULL DEFAULT 0,
    updated          bigint      NOT NULL DEFAULT 0,
    requests         bigint      NOT NULL DEFAULT 0,
    waited_ms        bigint      NOT NULL DEFAULT 0,
    -- the first candle that the exchange has, when that is later than from_time
    earliest         timestamptz,
    error            text,
    -- who wants it: a job, a schedule, or a client
    job_id           uuid UNIQUE REFERENCES training_jobs (id) ON DELETE SET NULL,
    api_key_id       uuid,
    created_by       text,
    lease_token      uuid,
    lease_owner      text,
    lease_expires_at timestamptz,
    created_at       timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz,
    finished_at      timestamptz,
    CHECK ((status = 'RUNNING') = (lease_token IS NOT NULL))
);
CREATE INDEX fetches_pending ON fetches (id) WHERE status = 'PENDING';
CREATE INDEX fetches_running ON fetches (lease_expires_at) WHERE status = 'RUNNING';
CREATE INDEX fetches_series ON fetches (exchange, symbol, timeframe, id DESC);
CREATE INDEX fetches_status ON fetches (status, id DESC);
CREATE INDEX fetches_finished ON fetches (finished_at) WHERE finished_at IS NOT NULL;

-- Of which times of a series its exchange has answered, whether there were candles or not.
CREATE TABLE candle_coverage (
    exchange  text           NOT NULL,
    symbol    text           NOT NULL,
    timeframe text           NOT NULL,
    covered   tstzmultirange NOT NULL,
    PRIMARY KEY (exchange, symbol, timeframe)
);

-- The requests that each exchange may get: a slot is used again when the time of its limit is over.
CREATE TABLE exchange_slots (
    exchange text        NOT NULL,
    slot     integer     NOT NULL,
    free_at  timestamptz NOT NULL,
    PRIMARY KEY (exchange, slot)
) WITH (fillfactor = 50);

CREATE FUNCTION tell_fetch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('fetch', json_build_object('fetch_id', NEW.id, 'status', NEW.status, 'exchange', NEW.exchange,
        'symbol', NEW.symbol, 'timeframe', NEW.timeframe, 'received', NEW.received, 'inserted', NEW.inserted,
        'error', NEW.error), NULL);
    RETURN NULL;
END
$$;
CREATE TRIGGER fetches_event_new AFTER INSERT ON fetches FOR EACH ROW EXECUTE FUNCTION tell_fetch();
CREATE TRIGGER fetches_event AFTER UPDATE OF status ON fetches FOR EACH ROW WHEN (OLD.status <> NEW.status)
    EXECUTE FUNCTION tell_fetch();
