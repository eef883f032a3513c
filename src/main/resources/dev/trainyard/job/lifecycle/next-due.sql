-- The due jobs that come next in the order of the queue, behind a job: their hints should be in Redis.
SELECT id, ready_score, run_at, true AS due FROM training_jobs
WHERE status = 'PENDING' AND run_at <= now() AND (ready_score, id) > (:after_score, :after_id)
ORDER BY ready_score, id LIMIT :limit;
