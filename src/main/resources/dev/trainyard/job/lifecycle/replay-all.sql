-- Replays all dead letters of a filter that have not been, as one batch: all of them or none. :where is no value but the
-- filter's clause, which begins with WHERE and names columns of failed_jobs: each combination has the plan of its own
-- index.
--
-- Locks the failed jobs by id and then their dead letters by id, as retry-ended does, and skips locked ones, which are
-- left to the replay or retry that holds them.
WITH batch AS (
    SELECT uuid_v7() AS id),
locked AS (
    SELECT id FROM training_jobs WHERE status = 'FAILED' AND id IN (SELECT job_id FROM failed_jobs :where)
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED),
letter AS (
    -- The planner may know nothing of thousands of new dead letters: they are found again by the index on their job
    -- alone, and their jobs by their ids, as it would go through all for each
    SELECT * FROM failed_jobs :where AND job_id = ANY(ARRAY(SELECT id FROM locked))
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED),
source AS (
    SELECT uuid_v7() AS id, letter.job_id, letter.request, j.strategy, j.symbol, j.exchange, j.timeframe,
        j.priority, j.timeout_seconds, j.max_attempts, j.space, j.batch_size,
        greatest(now(), CAST(letter.request ->> 'run_at' AS timestamptz)) AS run_at,
        CASE priority WHEN 'high' THEN :head_start_high_ms WHEN 'low' THEN :head_start_low_ms ELSE 0 END AS head_start_ms
    FROM letter JOIN training_jobs j ON j.id = letter.job_id),
turns AS (
    SELECT priority, queue_turns(CAST(:client AS uuid), priority,
        (extract(epoch FROM now()) * 1000)::bigint - head_start_ms, count(*)::integer) AS scores
    FROM source WHERE run_at = now() GROUP BY priority, head_start_ms),
job AS (
    INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, replay_of, batch_id,
        run_at, ready_score, timeout_seconds, max_attempts, space, batch_size, trace_context, api_key_id,
        created_by)
    SELECT s.id, 'PENDING', s.strategy, s.symbol, s.exchange, s.timeframe, s.priority, s.request, s.job_id, batch.id,
        s.run_at, CASE WHEN s.run_at = now()
            THEN turns.scores[row_number() OVER (PARTITION BY s.priority, s.run_at ORDER BY s.id)]
            ELSE (extract(epoch FROM s.run_at) * 1000)::bigint - s.head_start_ms END,
        s.timeout_seconds, s.max_attempts, s.space, s.batch_size, CAST(:trace_context AS text), CAST(:client AS uuid),
        CAST(:caller AS text)
    FROM source s CROSS JOIN batch LEFT JOIN turns ON turns.priority = s.priority
    ON CONFLICT (replay_of) DO NOTHING
    RETURNING id, replay_of, batch_id, ready_score, run_at),
marked AS (
    UPDATE failed_jobs f SET replayed_as = coalesce(f.replayed_as, job.id) FROM job WHERE f.job_id = job.replay_of),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, 1, 'state', json_build_object('status', 'PENDING', 'stage', NULL, 'attempt', 1) FROM job),
stored AS (
    INSERT INTO batches (id, request, jobs, api_key_id, created_by)
    SELECT batch_id, CAST(:batch_request AS json), count(*), CAST(:client AS uuid), CAST(:caller AS text) FROM job GROUP BY batch_id)
SELECT id, batch_id, ready_score, run_at, run_at <= now() AS due FROM job;
