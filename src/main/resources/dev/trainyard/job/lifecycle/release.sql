-- Gives a job back unharmed, at its old place in the queue, due again after :delay_ms: its worker stops, or PostgreSQL
-- was away.
--
-- Locks the job with the token in the condition: while it waits for a cancellation or the reconciler, the token changes,
-- and then it finds no row. A stale worker changes nothing.
WITH locked AS (
    SELECT * FROM training_jobs WHERE id = :job_id AND lease_token = :lease_token AND status = 'RUNNING'
    FOR NO KEY UPDATE),
updated AS (
    UPDATE training_jobs j SET status = 'PENDING', lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL,
        deadline_at = NULL,
        elapsed_ms = (j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint,
        run_at = now() + :delay_ms * interval '1 millisecond', updated_at = now(), event_seq = j.event_seq + 1
    FROM locked WHERE j.id = locked.id RETURNING j.*),
attempt AS (
    UPDATE job_attempts t SET finished_at = now(), outcome = 'released'
    FROM updated, locked WHERE t.job_id = updated.id AND t.lease_token = locked.lease_token),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt) FROM updated),
line AS (
    -- This may come again and again, as in an outage; what ends a job is always told
    INSERT INTO training_logs (job_id, level, stage, message)
    SELECT updated.id, 'INFO', updated.stage, 'Worker ' || coalesce(locked.lease_owner, 'unknown')
        || ' has given the job back; ' || (SELECT CASE
            WHEN made >= (updated.request ->> 'n_iterations')::integer OR EXISTS (
                SELECT FROM training_progress p
                WHERE p.job_id = updated.id AND p.stage IN ('VALIDATION', 'SAVE_CONFIGURATION')) THEN 'its search is done'
            WHEN made = 0 THEN 'its search begins'
            ELSE 'its search goes on from trial ' || to_char(made, 'FM9,999,999,990') END
        FROM (
            SELECT coalesce(max(number) + 1, 0) AS made FROM training_trials t
            WHERE t.job_id = updated.id AND t.study = 'search') search)
    FROM updated, locked
    WHERE (SELECT count(*) FROM (SELECT FROM training_logs x WHERE x.job_id = updated.id LIMIT 2000) x) < 2000)
SELECT id, ready_score, run_at, run_at <= now() AS due FROM updated;
