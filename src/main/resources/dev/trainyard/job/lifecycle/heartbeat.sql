-- Renews leases. Makes no transition, writes no event, and need not reach the disk: a renewal that is lost with the
-- server is repeated a second later.
--
-- Locks the jobs by id and skips locked ones: a row that is locked is being ended or cancelled, and the caller asks
-- not-lost what became of it. A heartbeat that waited could miss its next turn.
WITH locked AS (
    SELECT j.id
    FROM training_jobs j JOIN unnest(:ids, :tokens) AS held (id, token) ON j.id = held.id AND j.lease_token = held.token
    WHERE j.status = 'RUNNING'
    ORDER BY j.id FOR NO KEY UPDATE OF j SKIP LOCKED)
UPDATE training_jobs j SET lease_expires_at = now() + :lease_ms * interval '1 millisecond'
FROM locked WHERE j.id = locked.id AND set_config('synchronous_commit', 'off', true) = 'off';
