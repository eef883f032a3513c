-- The record of Trainyard. Redis holds nothing that cannot be rebuilt from these tables.
-- Documents that are stored to be shown again are json, not jsonb: their keys keep the order in which they were written.

-- A UUID v7 (RFC 9562) of the database's clock: newer ids sort later, so a list pages by id.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                    FROM 1 FOR 6),
            52, 1), 53, 1),
        'hex')::uuid
$$;

CREATE TABLE batches (
    id           uuid PRIMARY KEY,
    request      json        NOT NULL,
    jobs         integer     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    cancelled_at timestamptz
);

CREATE TABLE training_jobs (
    id               uuid PRIMARY KEY,
    status           text        NOT NULL CHECK (status IN ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    stage            text CHECK (stage IN ('DATA_PREPARATION', 'OPTIMIZATION', 'VALIDATION', 'SAVE_CONFIGURATION')),
    strategy         text        NOT NULL,
    symbol           text        NOT NULL,
    exchange         text        NOT NULL,
    timeframe        text        NOT NULL,
    priority         text        NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
    request          json        NOT NULL,
    batch_id         uuid REFERENCES batches (id),
    replay_of        uuid UNIQUE,

    -- who asked: a repeated request with the same key is the same job
    api_key_id       uuid,
    idempotency_key  text,
    body_hash        text,
    trace_context    text,

    -- when it is due; ready_score is also its score in the Redis ready set
    run_at           timestamptz NOT NULL,
    ready_score      bigint      NOT NULL,
    timeout_seconds  integer     NOT NULL,
    deadline_at      timestamptz,
    elapsed_ms       bigint      NOT NULL DEFAULT 0,

    -- who works on it: every write of a worker names the token
    lease_token      uuid,
    lease_owner      text,
    lease_expires_at timestamptz,
    attempt          integer     NOT NULL DEFAULT 1,
    max_attempts     integer     NOT NULL,
    losses           integer     NOT NULL DEFAULT 0,

    -- pinned at submit (space, batch_size) and by the first data preparation (the rest)
    space            json        NOT NULL,
    batch_size       integer     NOT NULL,
    data_from        timestamptz,
    data_to          timestamptz,
    data_fingerprint text,
    engine_version   text,

    error            json,
    config_id        uuid,
    event_seq        bigint      NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz,
    finished_at      timestamptz,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CHECK ((status = 'RUNNING') = (lease_expires_at IS NOT NULL))
);

CREATE UNIQUE INDEX training_jobs_idempotency ON training_jobs (api_key_id, idempotency_key) NULLS NOT DISTINCT
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX training_jobs_due ON training_jobs (ready_score, id) WHERE status = 'PENDING';
CREATE INDEX training_jobs_delayed ON training_jobs (run_at) WHERE status = 'PENDING';
CREATE INDEX training_jobs_priority ON training_jobs (priority, run_at) WHERE status = 'PENDING';
CREATE INDEX training_jobs_lease ON training_jobs (lease_expires_at) WHERE status = 'RUNNING';
CREATE INDEX training_jobs_owner ON training_jobs (lease_owner) WHERE status = 'RUNNING';
CREATE INDEX training_jobs_deadline ON training_jobs (deadline_at) WHERE status IN ('PENDING', 'RUNNING');
CREATE INDEX training_jobs_status_id ON training_jobs (status, id DESC);
CREATE INDEX training_jobs_strategy_id ON training_jobs (strategy, id DESC);
CREATE INDEX training_jobs_symbol_id ON training_jobs (symbol, id DESC);
CREATE INDEX training_jobs_batch_id ON training_jobs (batch_id, id DESC) WHERE batch_id IS NOT NULL;

-- One row per claim. A release keeps the number, so the token is part of the key.
CREATE TABLE job_attempts (
    job_id      uuid        NOT NULL REFERENCES training_jobs (id) ON DELETE CASCADE,
    lease_token uuid        NOT NULL,
    number      integer     NOT NULL,
    worker_id   text        NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    outcome     text CHECK (outcome IN ('completed', 'failed', 'lost', 'released', 'cancelled', 'timeout')),
    error       json,
    PRIMARY KEY (job_id, lease_token)
);

-- What a client that watches a job is told; seq is the event id of the stream.
CREATE TABLE job_events (
    job_id     uuid        NOT NULL REFERENCES training_jobs (id) ON DELETE CASCADE,
    seq        bigint      NOT NULL,
    type       text        NOT NULL,
    data       json        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_id, seq)
);

CREATE TABLE training_progress (
    job_id               uuid PRIMARY KEY REFERENCES training_jobs (id) ON DELETE CASCADE,
    attempt              integer          NOT NULL,
    stage                text             NOT NULL,
    percentage           double precision NOT NULL CHECK (percentage BETWEEN 0 AND 100),
    step_percentage      double precision NOT NULL CHECK (step_percentage BETWEEN 0 AND 100),
    step_details         text,
    current_iteration    integer,
    total_iterations     integer,
    best_score           double precision,
    best_params          json,
    estimated_completion timestamptz,
    updated_at           timestamptz      NOT NULL DEFAULT now()
);

CREATE TABLE training_trials (
    job_id     uuid             NOT NULL REFERENCES training_jobs (id) ON DELETE CASCADE,
    study      text             NOT NULL,
    number     integer          NOT NULL,
    parameters json             NOT NULL,
    score      double precision NOT NULL,
    violation  double precision NOT NULL,
    feasible   boolean          NOT NULL,
    metrics    json             NOT NULL,
    buckets    bytea,
    -- number of the earlier trial with the same parameters whose result this one took over
    reused_from integer,
    created_at timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (job_id, study, number)
);

CREATE TABLE training_logs (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id     uuid        NOT NULL REFERENCES training_jobs (id) ON DELETE CASCADE,
    time       timestamptz NOT NULL DEFAULT now(),
    level      text        NOT NULL,
    stage      text,
    message    text        NOT NULL
);
CREATE INDEX training_logs_job ON training_logs (job_id, seq);

-- Figures outside the documents are those of the hold-out; without validation they are absent.
CREATE TABLE trained_configurations (
    id                   uuid PRIMARY KEY,
    job_id               uuid             NOT NULL UNIQUE,
    strategy             text             NOT NULL,
    symbol               text             NOT NULL,
    exchange             text             NOT NULL,
    timeframe            text             NOT NULL,
    regime               text,
    optimizer            text             NOT NULL,
    objective            text             NOT NULL,
    parameters           json             NOT NULL,
    is_active            boolean          NOT NULL DEFAULT false,
    lifecycle_stage      text             NOT NULL CHECK (lifecycle_stage IN ('PAPER', 'DISCOVERY', 'VALIDATION', 'MATURE')),
    confidence           double precision,
    verdict              text CHECK (verdict IN ('EDGE', 'NO_EDGE', 'OVERFIT', 'INSUFFICIENT_DATA')),
    overfitting_detected boolean,
    net_profit           double precision,
    sharpe_ratio         double precision,
    sortino_ratio        double precision,
    calmar_ratio         double precision,
    profit_factor        double precision,
    expectancy           double precision,
    max_drawdown         double precision,
    win_rate             double precision,
    sample_size          integer,
    p_value              double precision,
    in_sample            json             NOT NULL,
    out_of_sample        json,
    walk_forward         json,
    full_sample          json,
    validation           json,
    lifecycle            json             NOT NULL,
    data_quality         json             NOT NULL,
    request              json             NOT NULL,
    space                json             NOT NULL,
    seed                 bigint           NOT NULL,
    trials               integer          NOT NULL,
    candles              integer          NOT NULL,
    data_from            timestamptz      NOT NULL,
    data_to              timestamptz      NOT NULL,
    data_fingerprint     text             NOT NULL,
    engine_version       text             NOT NULL,
    created_at           timestamptz      NOT NULL DEFAULT now()
);
CREATE INDEX trained_configurations_strategy ON trained_configurations (strategy, id DESC);
CREATE INDEX trained_configurations_symbol ON trained_configurations (symbol, exchange, timeframe, id DESC);
CREATE INDEX trained_configurations_verdict ON trained_configurations (verdict, id DESC);
CREATE INDEX trained_configurations_lifecycle ON trained_configurations (lifecycle_stage, id DESC);
CREATE INDEX trained_configurations_active ON trained_configurations (id DESC) WHERE is_active;
CREATE INDEX trained_configurations_net_profit ON trained_configurations (net_profit DESC NULLS LAST, id DESC);
CREATE INDEX trained_configurations_sharpe ON trained_configurations (sharpe_ratio DESC NULLS LAST, id DESC);
CREATE INDEX trained_configurations_fingerprint ON trained_configurations (data_fingerprint);

-- The dead letters. They outlive nothing but their retention: no foreign key, so a job can be purged on its own.
CREATE TABLE failed_jobs (
    id          uuid PRIMARY KEY,
    job_id      uuid        NOT NULL,
    strategy    text        NOT NULL,
    symbol      text        NOT NULL,
    exchange    text        NOT NULL,
    timeframe   text        NOT NULL,
    stage       text,
    kind        text        NOT NULL CHECK (kind IN ('transient', 'permanent', 'timeout', 'lost')),
    error_class text        NOT NULL,
    message     text        NOT NULL,
    stack       text,
    request     json        NOT NULL,
    attempts    integer     NOT NULL,
    worker_id   text,
    failed_at   timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    replayed_as uuid
);
CREATE INDEX failed_jobs_job ON failed_jobs (job_id);
CREATE INDEX failed_jobs_kind ON failed_jobs (kind, id DESC);
CREATE INDEX failed_jobs_error_class ON failed_jobs (error_class, id DESC);
CREATE INDEX failed_jobs_strategy ON failed_jobs (strategy, id DESC);
CREATE INDEX failed_jobs_symbol ON failed_jobs (symbol, id DESC);
CREATE INDEX failed_jobs_expiry ON failed_jobs (expires_at);

-- time = open of the candle
CREATE TABLE candles (
    exchange  text             NOT NULL,
    symbol    text             NOT NULL,
    timeframe text             NOT NULL,
    time      timestamptz      NOT NULL,
    open      double precision NOT NULL,
    high      double precision NOT NULL,
    low       double precision NOT NULL,
    close     double precision NOT NULL,
    volume    double precision NOT NULL,
    PRIMARY KEY (exchange, symbol, timeframe, time)
);

-- What there is, so that the inventory need not count candles.
CREATE TABLE candle_series (
    exchange   text        NOT NULL,
    symbol     text        NOT NULL,
    timeframe  text        NOT NULL,
    rows       bigint      NOT NULL,
    first_time timestamptz NOT NULL,
    last_time  timestamptz NOT NULL,
    gaps       bigint      NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (exchange, symbol, timeframe)
);

CREATE TABLE schedules (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    cron       text        NOT NULL,
    time_zone  text        NOT NULL,
    request    json        NOT NULL,
    enabled    boolean     NOT NULL DEFAULT true,
    last_run   timestamptz,
    next_run   timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schedules_next_run ON schedules (next_run) WHERE enabled;

-- The row is made by the final transition, so that no outcome goes untold.
CREATE TABLE callbacks (
    id           uuid PRIMARY KEY,
    job_id       uuid        NOT NULL UNIQUE REFERENCES training_jobs (id) ON DELETE CASCADE,
    url          text        NOT NULL,
    attempts     integer     NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    last_error   text
);
CREATE INDEX callbacks_due ON callbacks (next_at) WHERE delivered_at IS NULL;

CREATE TABLE workers (
    id             text PRIMARY KEY,
    host           text        NOT NULL,
    pid            bigint      NOT NULL,
    version        text        NOT NULL,
    slots          integer     NOT NULL,
    started_at     timestamptz NOT NULL DEFAULT now(),
    last_heartbeat timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE queue_state (
    queue      text PRIMARY KEY,
    paused     boolean     NOT NULL DEFAULT false,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO queue_state (queue) VALUES ('training');

CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    name         text        NOT NULL UNIQUE,
    key_hash     bytea       NOT NULL UNIQUE,
    role         text        NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at   timestamptz
);

CREATE TABLE audit_log (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time       timestamptz NOT NULL DEFAULT now(),
    api_key_id uuid,
    action     text        NOT NULL,
    target     text,
    details    json
);

CREATE TABLE route_edits (
    id       uuid PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    files    json        NOT NULL,
    outcome  text        NOT NULL CHECK (outcome IN ('applied', 'refused', 'rolled_back')),
    problems json        NOT NULL
);
