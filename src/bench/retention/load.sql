-- Fills a migrated, empty database with jobs of 500 days, to measure what a sweep costs:
--
--     psql -v jobs=200000 -v trials=20 -f src/bench/retention/load.sql "$DATABASE_URL"
--
-- Nine tenths of the jobs have a configuration, 1 in 25 failed, the rest was cancelled. 50,000 more wait. Then a service that
-- is started on the database sweeps. Beside it, claims are measured:
--
--     sed "s/:idle/true/; s/:limit/1/; s/:worker/'bench'/; s/:lease_ms/600000/" \
--         src/main/resources/dev/trainyard/job/lifecycle/claim-due.sql > claim.sql
--     pgbench -n -c 1 -R 20 -T 60 -l -f claim.sql "$DATABASE_URL"

CREATE TEMPORARY TABLE made AS
SELECT n, uuid_v7() AS id, gen_random_uuid() AS token, now() - (500 - 500.0 * n / :jobs) * interval '1 day' AS ended,
    CASE WHEN n % 10 > 0 THEN 'COMPLETED' WHEN n % 25 = 0 THEN 'FAILED' ELSE 'CANCELLED' END AS status
FROM generate_series(1, :jobs) n;

INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at, ready_score,
    timeout_seconds, max_attempts, space, batch_size, config_id, created_at, started_at, finished_at, lease_token, updated_at)
SELECT id, status, 'LIQUIDITY_SWEEP', 'BTC/USDT', 'binance', '5m', 'normal',
    json_build_object('strategy', 'LIQUIDITY_SWEEP', 'symbol', 'BTC/USDT', 'n_iterations', 200, 'seed', n,
        'filler', repeat('x', 900)), ended, n, 1800, 3, json_build_array(repeat('y', 400)), 8,
    CASE WHEN status = 'COMPLETED' THEN gen_random_uuid() END, ended - interval '1 minute', ended - interval '30 seconds',
    ended, token, ended
FROM made;

INSERT INTO trained_configurations (id, job_id, strategy, symbol, exchange, timeframe, optimizer, objective, parameters,
    lifecycle_stage, verdict, in_sample, lifecycle, data_quality, request, space, seed, trials, candles, data_from, data_to,
    data_fingerprint, engine_version, created_at)
SELECT j.config_id, j.id, j.strategy, j.symbol, j.exchange, j.timeframe, 'bayesian', 'sharpe_ratio', '{}', 'DISCOVERY', 'NO_EDGE',
    '{}', '{}', '{}', '{}', '[]', 1, 200, 10000, j.finished_at, j.finished_at, 'f', '1', j.finished_at
FROM training_jobs j WHERE j.config_id IS NOT NULL;

INSERT INTO job_attempts (job_id, lease_token, number, worker_id, started_at, finished_at, outcome, trials)
SELECT id, token, 1, 'worker', ended - interval '30 seconds', ended, lower(status), :trials FROM made;

INSERT INTO training_progress (job_id, attempt, stage, percentage, step_percentage)
SELECT id, 1, 'OPTIMIZATION', 50, 50 FROM made;

INSERT INTO job_events (job_id, seq, type, data, created_at)
SELECT id, seq, 'state', '{"status": "RUNNING", "stage": "OPTIMIZATION", "attempt": 1}', ended
FROM made, generate_series(1, 5) seq;

INSERT INTO training_logs (job_id, level, stage, message, time)
SELECT id, 'INFO', 'OPTIMIZATION', 'line ' || line || ' of the job ' || repeat('z', 60), ended
FROM made, generate_series(1, 8) line;

INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics, buckets, created_at)
SELECT id, 'search', number, '{"pierce_depth": 0.0021, "volume_factor": 1.5, "stop": 0.013, "target": 0.03}', random(), 0, true,
    json_build_object('net_profit_pct', random(), 'filler', repeat('m', 600)), decode(repeat('00', 256), 'hex'), ended
FROM made, generate_series(0, :trials - 1) number;

INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at, ready_score,
    timeout_seconds, max_attempts, space, batch_size)
SELECT uuid_v7(), 'PENDING', 'LIQUIDITY_SWEEP', 'BTC/USDT', 'binance', '5m', 'normal',
    json_build_object('n_iterations', 200, 'filler', repeat('x', 900)), now(), (extract(epoch FROM now()) * 1000)::bigint + n, 1800,
    3, json_build_array(repeat('y', 400)), 8
FROM generate_series(1, 50000) n;

VACUUM ANALYZE;
