-- Starts a job again that failed or was cancelled. What it has learnt is thrown away when its failure was permanent, as
-- trying it again from there cannot help. Answers no row when the job was replayed as another job.
--
-- Locks the job before its dead letters, as a replay does, so that one failure is never both retried and replayed: a
-- replay for whose end this has waited shows in the dead letters.
WITH locked AS (
    SELECT *, status = 'FAILED' AND coalesce(error ->> 'kind' = 'permanent', false) AS afresh FROM training_jobs
    WHERE id = :job_id AND status IN ('FAILED', 'CANCELLED')
        AND NOT EXISTS (SELECT FROM training_jobs WHERE replay_of = :job_id)
    FOR NO KEY UPDATE),
letter AS (
    SELECT id, replayed_as FROM failed_jobs WHERE job_id IN (SELECT id FROM locked) ORDER BY id FOR NO KEY UPDATE),
updated AS (
    UPDATE training_jobs j SET status = 'PENDING', stage = NULL, attempt = 1, losses = 0, elapsed_ms = 0, error = NULL,
        lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL, deadline_at = NULL, started_at = NULL,
        finished_at = NULL, updated_at = now(), run_at = now(),
        ready_score = (extract(epoch FROM now()) * 1000)::bigint - ended.head_start_ms,
        data_from = CASE WHEN NOT ended.afresh THEN j.data_from END,
        data_to = CASE WHEN NOT ended.afresh THEN j.data_to END,
        data_fingerprint = CASE WHEN NOT ended.afresh THEN j.data_fingerprint END,
        engine_version = CASE WHEN NOT ended.afresh THEN j.engine_version END, event_seq = j.event_seq + 1
    FROM (
        SELECT id, afresh,
            CASE priority WHEN 'high' THEN :head_start_high_ms WHEN 'low' THEN :head_start_low_ms ELSE 0 END AS head_start_ms
        FROM locked WHERE NOT EXISTS (SELECT FROM letter WHERE replayed_as <> :job_id)) ended
    WHERE j.id = ended.id RETURNING j.*),
marked AS (
    -- Its dead letters count as replayed by the job itself
    UPDATE failed_jobs f SET replayed_as = updated.id FROM updated, letter
    WHERE f.id = letter.id AND letter.replayed_as IS NULL),
trials AS (
    DELETE FROM training_trials t USING updated, locked
    WHERE t.job_id = updated.id AND locked.id = updated.id AND locked.afresh),
progress AS (
    DELETE FROM training_progress p USING updated, locked
    WHERE p.job_id = updated.id AND locked.id = updated.id AND locked.afresh),
said AS (
    -- Lines that are said once for each kind of inputs may be said again
    UPDATE training_logs g SET key = NULL FROM updated, locked
    WHERE g.job_id = updated.id AND locked.id = updated.id AND locked.afresh AND g.key IS NOT NULL),
event AS (
    INSERT INTO job_events (job_id, seq, type, data)
    SELECT id, event_seq, 'state', json_build_object('status', status, 'stage', stage, 'attempt', attempt) FROM updated),
line AS (
    INSERT INTO training_logs (job_id, level, message)
    SELECT updated.id, 'INFO', CASE
        WHEN locked.afresh THEN 'Retried on request, from the start: its failure was permanent'
        ELSE 'Retried on request: ' || (SELECT CASE
            WHEN made >= (updated.request ->> 'n_iterations')::integer OR EXISTS (
                SELECT FROM training_progress p
                WHERE p.job_id = updated.id AND p.stage IN ('VALIDATION', 'SAVE_CONFIGURATION')) THEN 'its search is done'
            WHEN made = 0 THEN 'its search begins'
            ELSE 'its search goes on from trial ' || to_char(made, 'FM9,999,999,990') END
        FROM (
            SELECT coalesce(max(number) + 1, 0) AS made FROM training_trials t
            WHERE t.job_id = updated.id AND t.study = 'search') search) END
    FROM updated JOIN locked ON locked.id = updated.id)
SELECT id, ready_score, run_at, run_at <= now() AS due FROM updated;
