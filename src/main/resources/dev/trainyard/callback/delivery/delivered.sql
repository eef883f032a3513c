-- Notes that a receiver has accepted a callback, unless another process has taken over the attempt.
UPDATE callbacks SET state = 'delivered', ended_at = now(), lease_token = NULL, last_status = :status, last_error = NULL
WHERE id = :id AND lease_token = :lease_token AND state = 'pending'
RETURNING state;
