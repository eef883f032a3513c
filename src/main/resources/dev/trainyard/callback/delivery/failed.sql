-- Notes a failed attempt, unless another process has taken it over. The callback is due again after a delay that doubles
-- with each attempt, a quarter more or less, and no shorter than the receiver asks for. A last attempt is made at the end of
-- the time for attempts; when that fails too, or the receiver wants no more, the callback is dead. Five attempts are made
-- in any case, as the service may have been off for all that time.
WITH tried AS (
    SELECT id, retry_from + :retry_for_ms * interval '1 millisecond' AS until,
        now() + interval '1 millisecond' * greatest(:retry_after_ms,
            least(:max_delay_ms, :delay_ms * power(2, least(attempts - 1, 40))) * (0.75 + 0.5 * random())) AS again,
        :gone OR (attempts >= 5 AND now() >= retry_from + :retry_for_ms * interval '1 millisecond') AS over
    FROM callbacks WHERE id = :id AND lease_token = :lease_token AND state = 'pending' FOR NO KEY UPDATE)
UPDATE callbacks c SET lease_token = NULL, last_status = CAST(:status AS integer), last_error = :error,
    state = CASE WHEN tried.over THEN 'dead' ELSE 'pending' END,
    ended_at = CASE WHEN tried.over THEN now() END,
    next_at = CASE WHEN now() < tried.until THEN least(tried.until, tried.again) ELSE tried.again END
FROM tried WHERE c.id = tried.id
RETURNING c.state;
