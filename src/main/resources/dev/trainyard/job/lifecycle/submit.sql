-- Stores a job, which waits until :run_at, or from now on when that is null or past. Answers no row when the caller
-- has a job with this idempotency key already.
--
-- Locks no row: nobody knows the job before the commit. A client with a key waits for its submissions before this one,
-- as queue_turns tells. Two requests with one idempotency key meet at its unique index, where the second waits for the
-- first and then finds the conflict.
WITH due AS (
    SELECT greatest(now(), coalesce(CAST(:run_at AS timestamptz), now())) AS at),
job AS (
    INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, api_key_id,
        created_by, idempotency_key, body_hash, trace_context, run_at, ready_score, timeout_seconds, max_attempts, space, batch_size)
    SELECT uuid_v7(), 'PENDING', :strategy, :symbol, :exchange, :timeframe, :priority, CAST(:request AS json),
        CAST(:client AS uuid), CAST(:caller AS text), :idempotency_key, :body_hash, :trace_context, due.at,
        (queue_turns(CASE WHEN due.at = now() THEN CAST(:client AS uuid) END, :priority,
            (extract(epoch FROM due.at) * 1000)::bigint - :head_start_ms, 1))[1],
        :timeout_seconds, :max_attempts, CAST(:space AS json), :batch_size
    FROM due
    ON CONFLICT DO NOTHING
    RETURNING id, ready_score, run_at),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, 1, 'state', json_build_object('status', 'PENDING', 'stage', NULL, 'attempt', 1) FROM job),
audit AS (
    INSERT INTO audit_log (api_key_id, caller, door, address, action, target, outcome)
    SELECT CAST(:client AS uuid), CAST(:caller AS text), :door, CAST(:address AS text), 'job.submit', id, 'done' FROM job
    WHERE CAST(:caller AS text) IS NOT NULL)
SELECT id, ready_score, run_at, run_at <= now() AS due FROM job;
