-- Stores the trained configurations of several jobs that end at the same time, and completes these jobs. :ids, :tokens
-- and :configurations are arrays of one length; each configuration is a JSON object whose keys are columns of
-- trained_configurations.
--
-- Locks the jobs by id, and skips those that somebody else has locked, such as a cancellation: they must not delay the
-- others. A job that is not in the answer is completed by itself, which waits for the lock.
WITH given AS (
    SELECT * FROM unnest(:ids::uuid[], :tokens::uuid[], :configurations::text[]) AS given (id, token, configuration)),
locked AS (
    SELECT j.*, given.configuration FROM given JOIN training_jobs j ON j.id = given.id AND j.lease_token = given.token
    WHERE j.status = 'RUNNING' ORDER BY j.id FOR NO KEY UPDATE OF j SKIP LOCKED),
configuration AS (
    INSERT INTO trained_configurations (id, job_id, strategy, symbol, exchange, timeframe, regime, optimizer,
        objective, parameters, lifecycle_stage, confidence, verdict, overfitting_detected, net_profit, sharpe_ratio,
        sortino_ratio, calmar_ratio, profit_factor, expectancy, max_drawdown, win_rate, sample_size, p_value,
        in_sample, out_of_sample, walk_forward, full_sample, validation, lifecycle, data_quality, request, space,
        seed, trials, candles, data_from, data_to, data_fingerprint, engine_version)
    SELECT uuid_v7(), locked.id, locked.strategy, locked.symbol, locked.exchange, locked.timeframe, r.regime, r.optimizer,
        r.objective, r.parameters, r.lifecycle_stage, r.confidence, r.verdict, r.overfitting_detected, r.net_profit,
        r.sharpe_ratio, r.sortino_ratio, r.calmar_ratio, r.profit_factor, r.expectancy, r.max_drawdown, r.win_rate,
        r.sample_size, r.p_value, r.in_sample, r.out_of_sample, r.walk_forward, r.full_sample, r.validation,
        r.lifecycle, r.data_quality, locked.request, locked.space, r.seed, r.trials, r.candles, locked.data_from,
        locked.data_to, locked.data_fingerprint, locked.engine_version
    FROM locked, json_populate_record(NULL::trained_configurations, CAST(locked.configuration AS json)) r
    RETURNING id, job_id, verdict),
updated AS (
    UPDATE training_jobs j SET status = 'COMPLETED', stage = 'SAVE_CONFIGURATION', config_id = configuration.id,
        finished_at = now(), updated_at = now(), lease_expires_at = NULL,
        elapsed_ms = (j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint,
        event_seq = j.event_seq + 1
    FROM configuration WHERE j.id = configuration.job_id RETURNING j.*),
attempt AS (
    UPDATE job_attempts t SET finished_at = now(), outcome = 'completed'
    FROM updated WHERE t.job_id = updated.id AND t.lease_token = updated.lease_token),
progress AS (
    UPDATE training_progress t SET stage = 'SAVE_CONFIGURATION', percentage = 100, step_percentage = 100,
        estimated_completion = NULL, updated_at = now()
    FROM updated WHERE t.job_id = updated.id),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt,
        'worker_id', lease_owner, 'config_id', config_id) FROM updated),
line AS (
    INSERT INTO training_logs (job_id, level, stage, message)
    SELECT updated.id, 'INFO', updated.stage,
        'Completed: configuration ' || configuration.id || coalesce(', verdict ' || configuration.verdict, '')
    FROM updated JOIN configuration ON configuration.job_id = updated.id)
SELECT id AS job_id, lease_token, status, config_id FROM updated;
