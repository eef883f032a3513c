-- Makes the jobs due again whose lease ran out: at once after the first loss, later and later from the second. fail-lost
-- fails those whose last loss this is.
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
updated AS (
    UPDATE training_jobs j SET status = 'PENDING',
        attempt = j.attempt + CASE WHEN locked.advanced THEN 0 ELSE 1 END,
        losses = j.losses + 1, lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL, deadline_at = NULL,
        elapsed_ms = (j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint,
        run_at = now() + CASE WHEN j.losses = 0 THEN 0
            ELSE least(:delay_ms * power(:multiplier, j.losses - 1), :max_delay_ms) END * interval '1 millisecond',
        updated_at = now(), event_seq = j.event_seq + 1
    FROM locked
    WHERE j.id = locked.id
        AND NOT (locked.losses + 1 >= 10 OR (NOT locked.advanced AND locked.attempt >= locked.max_attempts))
    RETURNING j.*),
attempt AS (
    UPDATE job_attempts t SET finished_at = now(), outcome = 'lost'
    FROM updated, locked
    WHERE locked.id = updated.id AND t.job_id = updated.id AND t.lease_token = locked.lease_token),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt) FROM updated),
line AS (
    INSERT INTO training_logs (job_id, level, stage, message)
    SELECT updated.id, 'WARN', updated.stage, 'Worker ' || coalesce(locked.lease_owner, 'unknown')
        || ' was lost in attempt ' || locked.attempt || ' of ' || locked.max_attempts
        || CASE WHEN locked.advanced THEN ', which costs none as it had stored trials' ELSE '' END
        || '; ' || (SELECT CASE
            WHEN made >= (updated.request ->> 'n_iterations')::integer OR EXISTS (
                SELECT FROM training_progress p
                WHERE p.job_id = updated.id AND p.stage IN ('VALIDATION', 'SAVE_CONFIGURATION')) THEN 'its search is done'
            WHEN made = 0 THEN 'its search begins'
            ELSE 'its search goes on from trial ' || to_char(made, 'FM9,999,999,990') END
        FROM (
            SELECT coalesce(max(number) + 1, 0) AS made FROM training_trials t
            WHERE t.job_id = updated.id AND t.study = 'search') search)
    FROM updated JOIN locked ON locked.id = updated.id)
SELECT id, ready_score, run_at, run_at <= now() AS due FROM updated;
