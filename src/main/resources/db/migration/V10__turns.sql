-- Within a priority, clients take turns: many jobs of one do not make the single job of another wait for all of them.
CREATE INDEX training_jobs_client ON training_jobs (api_key_id, priority, ready_score, run_at) WHERE status = 'PENDING';
CREATE INDEX training_jobs_turns ON training_jobs (priority, ready_score, run_at, api_key_id) WHERE status = 'PENDING';

-- The scores of jobs that a client submits now, in their order. Without a client they are the natural score, which says
-- when the jobs come and with which head start.
--
-- The n-th job goes in front of the first job that is another client's n+1st, counted from behind the client's own last
-- job: each other client has had n turns at most, and the head of the queue stays the head. All without a key are one
-- client. Jobs of a lower priority count as well: by their age they may stand before a high one that comes now. The
-- scores of one client rise, so its own jobs keep their order.
--
-- Submissions of one client wait for each other's commit, as two that see the same queue would take the same turn. The
-- function is volatile to see what the one before has stored.
CREATE FUNCTION queue_turns(client uuid, class text, natural_score bigint, jobs integer) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
-- A plan is kept from when the table was small, as planning costs more than the search
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
SET enable_incremental_sort = off
SET jit = off
AS $$
DECLARE
    classes text[] := CASE class WHEN 'high' THEN '{high,normal,low}' WHEN 'normal' THEN '{normal,low}' ELSE '{low}' END;
    moment  timestamptz;
    own     bigint;
    turns   bigint[];
    found   bigint;
    looked  integer := 8 * jobs;
BEGIN
    IF client IS NULL THEN
        RETURN array_fill(natural_score, ARRAY[jobs]);
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(client::text, 0));
    moment := clock_timestamp();

    -- Rows are compared as a whole, in the order of one index: the planner has no other that fits
    SELECT last.ready_score INTO own FROM (
        SELECT j.api_key_id, j.priority, j.ready_score FROM training_jobs j
        WHERE j.status = 'PENDING' AND j.run_at <= moment
            AND (j.api_key_id, j.priority, j.ready_score) <= (client, class, 9223372036854775807)
        ORDER BY j.api_key_id DESC, j.priority DESC, j.ready_score DESC LIMIT 1) last
    WHERE last.api_key_id = client AND last.priority = class;

    -- As many jobs as it takes: few when few clients wait, however many jobs they have
    LOOP
        WITH next AS (
            SELECT waiting.api_key_id, waiting.ready_score
            FROM unnest(classes) AS counted (priority), LATERAL (
                SELECT j.api_key_id, j.ready_score FROM training_jobs j
                WHERE j.status = 'PENDING' AND j.run_at <= moment
                    AND (j.priority, j.ready_score) > (counted.priority, coalesce(own, -9223372036854775808))
                    AND (j.priority, j.ready_score) <= (counted.priority, natural_score)
                ORDER BY j.priority, j.ready_score LIMIT looked) waiting
            ORDER BY waiting.ready_score LIMIT looked),
        numbered AS (
            SELECT row_number() OVER (PARTITION BY api_key_id ORDER BY ready_score) AS n,
                lag(ready_score) OVER (ORDER BY ready_score) AS before
            FROM next),
        turn AS (
            SELECT n - 1 AS n, min(before) AS score FROM numbered WHERE n BETWEEN 2 AND jobs + 1 GROUP BY n)
        SELECT array_agg(turn.score ORDER BY n), (SELECT count(*) FROM next) INTO turns, found FROM turn;
        EXIT WHEN found < looked OR cardinality(turns) = jobs;
        looked := 4 * looked;
    END LOOP;

    RETURN (
        SELECT array_agg(score ORDER BY n) FROM (
            SELECT n, greatest(own + n, n + max(coalesce(turns[n], natural_score) - n) OVER (ORDER BY n)) AS score
            FROM generate_series(1, jobs) AS n) scores);
END
$$;
