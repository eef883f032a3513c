-- Fills a database with a year of jobs, to measure how much disk they take and how lists are read from them:
--
--     psql -v days=365 -v jobs=500 -v every=20 -f src/bench/retention/year.sql "$DATABASE_URL"
--
-- Run it as a superuser, on a database in which a service has run some jobs: each job of the year is a copy of one of these, with rows
-- of their size. :jobs end on each day, and of the trials of a job each :every-th is copied. What the default retention has removed is not
-- there: trials, logs and events are those of the last 90 days, dead letters those of the last 7. 1 job in 25 failed. Rows lie in the order of
-- time, as a service writes them. No trigger fires.
\set ON_ERROR_STOP on
SET session_replication_role = replica;
SET synchronous_commit = off;

CREATE TEMPORARY TABLE samples AS
SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, config_id, lease_token FROM training_jobs
WHERE status = 'COMPLETED' AND config_id IS NOT NULL;

CREATE TEMPORARY TABLE made AS
SELECT n, sample.id AS sample, sample.config_id AS sample_config, ended, id_of_time AS id, gen_random_uuid() AS config_id,
    gen_random_uuid() AS token, n % 25 = 0 AS failed
FROM (SELECT n, now() - (:days - n / :jobs::double precision) * interval '1 day' AS ended
      FROM generate_series(1, :days * :jobs) n) times
CROSS JOIN LATERAL (SELECT (lpad(to_hex((extract(epoch FROM ended) * 1000)::bigint), 12, '0') || '7'
    || substr(md5(random()::text || n), 1, 3) || 'a' || substr(md5(random()::text || n), 1, 15))::uuid AS id_of_time) ids
JOIN samples sample ON sample.place = n % (SELECT count(*) FROM samples);
CREATE INDEX ON made (ended);
ANALYZE made;

INSERT INTO training_jobs
SELECT made_job.* FROM made
JOIN training_jobs job ON job.id = made.sample
CROSS JOIN LATERAL jsonb_populate_record(job, jsonb_build_object('id', made.id, 'status', CASE WHEN failed THEN 'FAILED' ELSE 'COMPLETED' END,
    'config_id', CASE WHEN failed THEN NULL ELSE made.config_id END, 'lease_token', token, 'created_at', ended - interval '1 minute',
    'run_at', ended - interval '1 minute', 'started_at', ended - interval '30 seconds', 'finished_at', ended, 'updated_at', ended,
    'ready_score', (extract(epoch FROM ended) * 1000)::bigint)) made_job
ORDER BY ended;

INSERT INTO trained_configurations
SELECT made_configuration.* FROM made
JOIN trained_configurations configuration ON configuration.id = made.sample_config
CROSS JOIN LATERAL jsonb_populate_record(configuration, jsonb_build_object('id', made.config_id, 'job_id', made.id, 'created_at', ended,
    'is_active', false, 'data_fingerprint', md5(made.sample::text || ended::date))) made_configuration
WHERE NOT failed
ORDER BY ended;

INSERT INTO job_attempts
SELECT made_attempt.* FROM made
JOIN job_attempts attempt ON attempt.job_id = made.sample
CROSS JOIN LATERAL jsonb_populate_record(attempt, jsonb_build_object('job_id', made.id, 'lease_token', token,
    'started_at', ended - interval '30 seconds', 'finished_at', ended,
    'outcome', CASE WHEN failed THEN 'failed' ELSE 'completed' END)) made_attempt
ORDER BY ended;

INSERT INTO training_progress
SELECT made_progress.* FROM made
JOIN training_progress progress ON progress.job_id = made.sample
CROSS JOIN LATERAL jsonb_populate_record(progress, jsonb_build_object('job_id', made.id, 'updated_at', ended)) made_progress
ORDER BY ended;

-- The event of its end stays as long as its job
INSERT INTO job_events (job_id, seq, type, data, created_at)
SELECT made.id, event.seq, event.type, event.data, ended FROM made
JOIN job_events event ON event.job_id = made.sample
WHERE ended > now() - interval '90 days'
    OR event.id = (SELECT max(id) FROM job_events last WHERE last.job_id = made.sample)
ORDER BY ended;

INSERT INTO training_logs (job_id, time, level, stage, message, key)
SELECT made.id, ended, log.level, log.stage, log.message, log.key FROM made
JOIN training_logs log ON log.job_id = made.sample
WHERE ended > now() - interval '90 days'
ORDER BY ended;

INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics, buckets, reused_from, created_at)
SELECT made.id, trial.study, trial.number, trial.parameters, trial.score, trial.violation, trial.feasible, trial.metrics, trial.buckets,
    trial.reused_from, ended
FROM made
JOIN training_trials trial ON trial.job_id = made.sample
WHERE ended > now() - interval '90 days' AND trial.number % :every = 0
ORDER BY ended;

INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, stack, request, attempts,
    failed_at, expires_at)
SELECT gen_random_uuid(), made.id, job.strategy, job.symbol, job.exchange, job.timeframe, 'OPTIMIZATION', 'permanent', 'IllegalStateException',
    'the example of a failure', repeat('at a line of a stack' || chr(10), 100), job.request, 3, ended, ended + interval '7 days'
FROM made JOIN training_jobs job ON job.id = made.sample
WHERE failed AND ended > now() - interval '7 days';

VACUUM ANALYZE;

-- Bytes with indexes and what is stored out of line
SELECT relname AS "table", n_live_tup AS rows, pg_total_relation_size(relid) / greatest(n_live_tup, 1) AS bytes_a_row,
    pg_size_pretty(pg_total_relation_size(relid)) AS size
FROM pg_stat_user_tables WHERE n_live_tup > 0 ORDER BY pg_total_relation_size(relid) DESC;
