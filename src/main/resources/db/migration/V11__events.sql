-- What clients follow as Server-Sent Events. Log lines, events of jobs and events of the service have ids of one sequence,
-- so that one number says how far a client has read.
CREATE SEQUENCE event_ids;
ALTER TABLE training_logs ALTER COLUMN seq DROP IDENTITY;
SELECT setval('event_ids', (SELECT coalesce(max(seq), 0) + 1 FROM training_logs), false);
ALTER TABLE training_logs ALTER COLUMN seq SET DEFAULT nextval('event_ids');

-- seq counts the transitions of a job, from 1; null for an event that is none, such as a trial.
ALTER TABLE job_events
    ADD COLUMN id bigint NOT NULL DEFAULT nextval('event_ids'),
    DROP CONSTRAINT job_events_pkey,
    ADD PRIMARY KEY (id),
    ALTER COLUMN seq DROP NOT NULL;
CREATE UNIQUE INDEX job_events_seq ON job_events (job_id, seq);
CREATE INDEX job_events_job ON job_events (job_id, id);

-- Events that are no job's own; job_id is the job that one is about, null for none.
CREATE TABLE service_events (
    id         bigint PRIMARY KEY   DEFAULT nextval('event_ids'),
    type       text        NOT NULL,
    job_id     uuid,
    data       json        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX service_events_created_at ON service_events (created_at);

-- The highest id of an event of the service that has been deleted: who has read less has missed something.
CREATE TABLE forgotten_events (
    up_to bigint NOT NULL
);
INSERT INTO forgotten_events (up_to) VALUES (0);

-- Tells an event in the transaction of what it tells of.
CREATE FUNCTION service_event(type text, data json, job_id uuid DEFAULT NULL) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    INSERT INTO service_events (type, data, job_id) VALUES ($1, $2, $3) RETURNING id
$$;

CREATE FUNCTION tell_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('queue', json_build_object('paused', NEW.paused));
    RETURN NULL;
END
$$;
CREATE TRIGGER queue_state_event AFTER UPDATE ON queue_state FOR EACH ROW
    WHEN (OLD.paused <> NEW.paused) EXECUTE FUNCTION tell_queue();

-- Who deletes a worker's row knows why it is gone, and tells it
CREATE FUNCTION tell_worker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('worker', json_build_object('worker_id', NEW.id, 'change', 'started'));
    RETURN NULL;
END
$$;
CREATE TRIGGER workers_event AFTER INSERT ON workers FOR EACH ROW EXECUTE FUNCTION tell_worker();

CREATE FUNCTION tell_dead_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('dead-letter', json_build_object('failed_job_id', NEW.id, 'kind', NEW.kind,
        'error_class', NEW.error_class, 'message', NEW.message), NEW.job_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER failed_jobs_event AFTER INSERT ON failed_jobs FOR EACH ROW EXECUTE FUNCTION tell_dead_letter();

CREATE FUNCTION tell_route_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM service_event('route-edit', json_build_object('id', NEW.id, 'outcome', NEW.outcome, 'files', NEW.files));
    RETURN NULL;
END
$$;
CREATE TRIGGER route_edits_event AFTER INSERT ON route_edits FOR EACH ROW EXECUTE FUNCTION tell_route_edit();
