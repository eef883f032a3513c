-- Stores the jobs of a batch, one for each place in the arrays, and the batch itself: all of them or none.
-- Answers no row when the caller has a batch with this idempotency key already.
--
-- Locks no row: nobody knows the jobs before the commit. A client with a key waits for its submissions before this one,
-- as queue_turns tells.
WITH due AS (
    SELECT greatest(now(), coalesce(CAST(:run_at AS timestamptz), now())) AS at),
batch AS (
    INSERT INTO batches (id, request, jobs, created_by, api_key_id, idempotency_key, body_hash)
    VALUES (uuid_v7(), CAST(:batch_request AS json), :jobs, CAST(:caller AS text), CAST(:client AS uuid), :idempotency_key,
        :body_hash)
    ON CONFLICT DO NOTHING
    RETURNING id, api_key_id),
job AS (
    INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, batch_id, run_at,
        ready_score, timeout_seconds, max_attempts, space, batch_size, trace_context, api_key_id, created_by)
    SELECT uuid_v7(), 'PENDING', member.strategy, member.symbol, :exchange, member.timeframe, :priority,
        CAST(member.request AS json), batch.id, due.at, member.ready_score, :timeout_seconds, :max_attempts,
        CAST(member.space AS json), :batch_size, :trace_context, CAST(:client AS uuid), CAST(:caller AS text)
    FROM batch, due, unnest(:strategies, :symbols, :timeframes, :requests, :spaces,
        queue_turns(CASE WHEN due.at = now() THEN batch.api_key_id END, :priority,
            (extract(epoch FROM due.at) * 1000)::bigint - :head_start_ms, :jobs))
        AS member (strategy, symbol, timeframe, request, space, ready_score)
    RETURNING id, batch_id, ready_score, run_at),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, 1, 'state', json_build_object('status', 'PENDING', 'stage', NULL, 'attempt', 1) FROM job),
audit AS (
    INSERT INTO audit_log (api_key_id, caller, door, address, action, target, outcome)
    SELECT CAST(:client AS uuid), CAST(:caller AS text), :door, CAST(:address AS text), 'batch.submit', id, 'done' FROM batch
    WHERE CAST(:caller AS text) IS NOT NULL)
SELECT id, batch_id, ready_score, run_at, run_at <= now() AS due FROM job;
