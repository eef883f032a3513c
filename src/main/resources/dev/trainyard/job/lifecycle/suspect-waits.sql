-- Whether a job that has lost a worker has been waiting for one that runs nothing else.
SELECT EXISTS (
    SELECT FROM training_jobs WHERE status = 'PENDING' AND losses > 0 AND run_at < now() - interval '3 seconds');
