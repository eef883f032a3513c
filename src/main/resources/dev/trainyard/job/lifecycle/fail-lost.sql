-- Fails the jobs whose lease ran out for the last time, with a dead letter for each. A new token fences the worker that
-- may still run one.
--
-- A loss whose claim had stored trials costs no attempt, so attempts alone would not end a job that kills its workers:
-- with the tenth loss it is given up, however far it has come.
--
-- Locks the jobs by id and skips locked ones: a row that is locked is being ended or given back by its worker, or
-- cancelled. The next round takes what is left.
WITH locked AS (
    SELECT j.*, coalesce(t.trials, 0) > 0 AS advanced
    FROM training_jobs j LEFT JOIN job_attempts t ON t.job_id = j.id AND t.lease_token = j.lease_token
    WHERE j.status = 'RUNNING' AND j.lease_expires_at < now() AND j.deadline_at > now()
    ORDER BY j.id LIMIT 500 FOR NO KEY UPDATE OF j SKIP LOCKED),
taken AS (
    SELECT locked.*, 'lost' AS kind, 'WorkerLost' AS error_class,
        'its worker ' || lease_owner || ' died in attempt ' || attempt || ' of ' || max_attempts
            || '; workers lost in all: ' || losses + 1 AS message
    FROM locked
    WHERE (locked.losses + 1 >= 10 OR (NOT locked.advanced AND locked.attempt >= locked.max_attempts))),
letter AS (
    INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, request,
        attempts, worker_id, expires_at)
    SELECT uuid_v7(), id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, request, attempt,
        lease_owner, now() + :retention_ms * interval '1 millisecond'
    FROM taken RETURNING *),
updated AS (
    UPDATE training_jobs j SET status = 'FAILED', lease_token = gen_random_uuid(), lease_expires_at = NULL,
        finished_at = now(), updated_at = now(),
        elapsed_ms = (j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint,
        event_seq = j.event_seq + 1, losses = j.losses + CASE letter.kind WHEN 'lost' THEN 1 ELSE 0 END,
        error = json_build_object('class', letter.error_class, 'kind', letter.kind, 'message', letter.message,
            'stage', letter.stage)
    FROM letter WHERE j.id = letter.job_id RETURNING j.*),
attempt AS (
    UPDATE job_attempts t SET finished_at = now(), outcome = taken.kind, error = updated.error
    FROM updated, taken
    WHERE taken.id = updated.id AND t.job_id = updated.id AND t.lease_token = taken.lease_token),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt,
        'worker_id', lease_owner, 'error', error) FROM updated),
line AS (
    INSERT INTO training_logs (job_id, level, stage, message)
    SELECT updated.id, 'ERROR', updated.stage, 'Failed for good in attempt ' || updated.attempt || ' of '
        || updated.max_attempts || ' (' || letter.kind || ', ' || letter.error_class || '): ' || letter.message
    FROM updated JOIN letter ON letter.job_id = updated.id)
SELECT id AS job_id, status FROM updated;
