-- Fails the jobs that run past their deadline, with a dead letter for each. A new token fences the worker that still
-- runs one.
--
-- Locks the jobs by id and skips locked ones: a row that is locked is being ended or given back by its worker, or
-- cancelled. The next round takes what is left.
WITH locked AS (
    SELECT * FROM training_jobs WHERE status = 'RUNNING' AND deadline_at <= now()
    ORDER BY id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED),
taken AS (
    SELECT locked.*, 'timeout' AS kind, 'DeadlineExceeded' AS error_class,
        'it ran longer than timeout_seconds = ' || timeout_seconds AS message
    FROM locked),
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
