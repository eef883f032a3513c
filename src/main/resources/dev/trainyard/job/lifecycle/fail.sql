-- Writes the dead letter of a job and fails it. The route dead-letter runs this statement, and the slot or a claim when
-- no route does.
--
-- Locks the job with the token in the condition: while it waits for a cancellation or the reconciler, the token changes,
-- and then it finds no row. A stale worker changes nothing.
WITH locked AS (
    SELECT * FROM training_jobs WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING'
    FOR NO KEY UPDATE),
letter AS (
    INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message,
        stack, request, attempts, worker_id, expires_at)
    SELECT uuid_v7(), locked.id, locked.strategy, locked.symbol, locked.exchange, locked.timeframe,
        coalesce(:stage, locked.stage), :kind, :error_class, :message, :stack, locked.request, locked.attempt,
        locked.lease_owner, now() + :retention_ms * interval '1 millisecond'
    FROM locked RETURNING *),
updated AS (
    UPDATE training_jobs j SET status = 'FAILED', stage = letter.stage, lease_expires_at = NULL,
        finished_at = now(), updated_at = now(),
        elapsed_ms = (j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint,
        event_seq = j.event_seq + 1,
        error = json_build_object('class', letter.error_class, 'kind', letter.kind, 'message', letter.message,
            'stage', letter.stage)
    FROM letter WHERE j.id = letter.job_id RETURNING j.*),
attempt AS (
    UPDATE job_attempts t SET finished_at = now(), outcome = 'failed', error = updated.error
    FROM updated WHERE t.job_id = updated.id AND t.lease_token = updated.lease_token),
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
