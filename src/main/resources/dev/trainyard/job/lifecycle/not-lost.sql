-- Those of some leases that are not lost. A job that its worker has just ended keeps the token: that lease is over, not
-- lost.
SELECT j.id, j.lease_token
FROM training_jobs j JOIN unnest(:ids, :tokens) AS held (id, token) ON j.id = held.id AND j.lease_token = held.token;
