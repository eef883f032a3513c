-- How the attempt of a lease stands: one row as long as the job exists.
SELECT j.status = 'RUNNING' AND j.lease_token = :lease_token AS held, j.status, t.outcome,
    t.error ->> 'kind' AS error_kind, t.error ->> 'message' AS error_message
FROM training_jobs j LEFT JOIN job_attempts t ON t.job_id = j.id AND t.lease_token = :lease_token
WHERE j.id = :job_id;
