-- Cancels a job that waits or runs; answers the state that it was in.
--
-- Locks the job and waits for whoever holds it: the caller wants this job cancelled, not some. The new token fences the
-- worker at this moment. The state is compared as an expression, which no partial index has: as long as the statistics
-- say that few jobs wait, PostgreSQL would rather read all that do than look up one.
WITH locked AS (
    SELECT * FROM training_jobs WHERE id = :job_id AND status || '' IN ('PENDING', 'RUNNING')
    FOR NO KEY UPDATE),
updated AS (
    -- A job that waits has no deadline: the time that it has run stands
    UPDATE training_jobs j SET status = 'CANCELLED', lease_token = gen_random_uuid(), lease_expires_at = NULL,
        elapsed_ms = coalesce((j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint,
            j.elapsed_ms),
        finished_at = now(), updated_at = now(), event_seq = j.event_seq + 1
    FROM locked WHERE j.id = locked.id RETURNING j.*),
attempt AS (
    -- The attempt of a claim that was committed while this statement waited for the row is not in its snapshot, so no
    -- UPDATE would find it; a conflict does
    INSERT INTO job_attempts (job_id, lease_token, number, worker_id, finished_at, outcome)
    SELECT locked.id, locked.lease_token, locked.attempt, locked.lease_owner, now(), 'cancelled'
    FROM updated JOIN locked ON locked.id = updated.id
    WHERE locked.status = 'RUNNING' AND locked.lease_owner IS NOT NULL
    ON CONFLICT (job_id, lease_token) DO UPDATE SET finished_at = now(), outcome = 'cancelled'),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt) FROM updated),
line AS (
    INSERT INTO training_logs (job_id, level, stage, message)
    SELECT updated.id, 'INFO', updated.stage, CASE WHEN locked.status = 'RUNNING'
        THEN 'Cancelled while worker ' || coalesce(locked.lease_owner, 'unknown') || ' ran it'
        ELSE 'Cancelled while it waited' END
    FROM updated JOIN locked ON locked.id = updated.id)
SELECT locked.id, locked.status FROM updated JOIN locked ON locked.id = updated.id;
