-- Claims the job that has lost a worker and waits longest, whatever stands before it in the queue: it needs a worker for
-- itself, and this one runs nothing else.
--
-- A job that has lost a worker before needs one that runs nothing else (:idle), lest it take others with it; while the
-- queue is paused no job is claimed. The claim need not reach the disk before the work begins: if it is lost with the
-- server, the job waits as before and the worker's token is worth nothing.
--
-- Locks one job and skips locked ones, so it waits for no other statement.
WITH locked AS (
    SELECT id, losses, ready_score FROM training_jobs
    WHERE run_at <= now() AND losses > 0
        AND status = 'PENDING' AND (losses = 0 OR :idle)
        AND NOT EXISTS (SELECT FROM queue_state WHERE queue = 'training' AND paused)
    ORDER BY run_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED),
due AS (
    -- A job that has lost a worker is taken only as the first, and then as the only one
    SELECT id FROM (
        SELECT id, losses, row_number() OVER queue AS position, first_value(losses) OVER queue AS first_losses
        FROM locked WINDOW queue AS (ORDER BY ready_score, id)) numbered
    WHERE position = 1 OR (losses = 0 AND first_losses = 0)),
updated AS (
    UPDATE training_jobs j SET status = 'RUNNING', stage = 'DATA_PREPARATION', lease_token = gen_random_uuid(),
        lease_owner = :worker, lease_expires_at = now() + :lease_ms * interval '1 millisecond',
        deadline_at = now() + (j.timeout_seconds::bigint * 1000 - j.elapsed_ms) * interval '1 millisecond',
        started_at = coalesce(j.started_at, now()), updated_at = now(), error = NULL, event_seq = j.event_seq + 1
    FROM due WHERE j.id = due.id RETURNING j.*),
attempt AS (
    INSERT INTO job_attempts (job_id, lease_token, number, worker_id)
    SELECT id, lease_token, attempt, lease_owner FROM updated),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt,
        'worker_id', lease_owner) FROM updated),
line AS (
    -- Of its first claim the worker itself tells, with its first line
    INSERT INTO training_logs (job_id, level, stage, message)
    SELECT id, 'INFO', stage, 'Worker ' || lease_owner || ' has taken the job, attempt ' || attempt || ' of '
        || max_attempts || '; ' || (SELECT CASE
            WHEN made >= (updated.request ->> 'n_iterations')::integer OR EXISTS (
                SELECT FROM training_progress p
                WHERE p.job_id = updated.id AND p.stage IN ('VALIDATION', 'SAVE_CONFIGURATION')) THEN 'its search is done'
            WHEN made = 0 THEN 'its search begins'
            ELSE 'its search goes on from trial ' || to_char(made, 'FM9,999,999,990') END
        FROM (
            SELECT coalesce(max(number) + 1, 0) AS made FROM training_trials t
            WHERE t.job_id = updated.id AND t.study = 'search') search)
    FROM updated
    WHERE event_seq > 2
        AND (SELECT count(*) FROM (SELECT FROM training_logs x WHERE x.job_id = updated.id LIMIT 2000) x) < 2000)
SELECT id, lease_token, request, space, attempt, max_attempts, losses, started_at, data_from, data_to, data_fingerprint,
    engine_version, trace_context, event_seq <= 2 AS first_claim,
    (extract(epoch FROM now() - run_at) * 1000)::bigint AS waited_ms, set_config('synchronous_commit', 'off', true)
FROM updated ORDER BY ready_score, id;
