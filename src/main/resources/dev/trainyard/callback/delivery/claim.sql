-- Takes callbacks that are due, at most :calls in all and :per_receiver of one receiver, of which :busy_calls are under way
-- in this process already. First attempts come before repeated ones: receivers that answer wait for none that do not.
--
-- Looks at one receiver after another by the index, so that many callbacks for one do not hide those for others. Locks the
-- rows that it takes and skips locked ones, which another process takes. Until next_at they are this process's.
WITH RECURSIVE receivers AS (
    (SELECT receiver FROM callbacks
    WHERE state = 'pending' AND EXISTS (SELECT FROM callbacks WHERE state = 'pending' AND next_at <= now())
    ORDER BY receiver LIMIT 1)
    UNION ALL
    SELECT (SELECT c.receiver FROM callbacks c WHERE c.state = 'pending' AND c.receiver > receivers.receiver
        ORDER BY c.receiver LIMIT 1)
    FROM receivers WHERE receivers.receiver IS NOT NULL),
room AS (
    SELECT receivers.receiver, :per_receiver - coalesce(busy.calls, 0) AS calls
    FROM receivers LEFT JOIN unnest(CAST(:busy_receivers AS text[]), CAST(:busy_calls AS integer[])) AS busy (receiver, calls)
        ON busy.receiver = receivers.receiver
    WHERE receivers.receiver IS NOT NULL),
due AS MATERIALIZED (
    SELECT next.id FROM room CROSS JOIN LATERAL (
        SELECT c.id, c.attempts, c.next_at FROM callbacks c
        WHERE c.state = 'pending' AND c.receiver = room.receiver AND c.next_at <= now()
        ORDER BY c.next_at LIMIT greatest(room.calls, 0) FOR NO KEY UPDATE SKIP LOCKED) next
    WHERE room.calls > 0
    ORDER BY next.attempts > 0, next.next_at LIMIT :calls)
UPDATE callbacks c SET attempts = c.attempts + 1, last_attempt_at = now(), lease_token = gen_random_uuid(),
    next_at = now() + :lease_ms * interval '1 millisecond'
FROM due WHERE c.id = due.id
RETURNING c.id, c.lease_token, c.job_id, c.client, c.event, c.url, c.receiver, c.body, c.attempts, c.last_attempt_at;
