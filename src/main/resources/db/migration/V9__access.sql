-- API keys: a revoked key gives its name free; the public id stands in the key itself.
ALTER TABLE api_keys
    DROP CONSTRAINT api_keys_name_key,
    ADD COLUMN public_id  text NOT NULL UNIQUE,
    ADD COLUMN created_by text NOT NULL,
    ADD COLUMN expires_at timestamptz;
CREATE UNIQUE INDEX api_keys_active_name ON api_keys (name) WHERE revoked_at IS NULL;

-- Who did what, on what, from where, and how it ended: written in the transaction of the change.
ALTER TABLE audit_log
    ADD COLUMN caller  text NOT NULL,
    ADD COLUMN door    text NOT NULL CHECK (door IN ('http', 'jmx', 'cli', 'files')),
    ADD COLUMN address text,
    ADD COLUMN outcome text NOT NULL CHECK (outcome IN ('done', 'denied'));
CREATE INDEX audit_log_caller ON audit_log (caller, seq DESC);
CREATE INDEX audit_log_action ON audit_log (action, seq DESC);
CREATE INDEX audit_log_target ON audit_log (target, seq DESC);
CREATE INDEX audit_log_time ON audit_log (time);

-- Who asked: null for callers whom nobody asked for a key.
ALTER TABLE training_jobs ADD COLUMN created_by text;
ALTER TABLE trained_configurations ADD COLUMN activated_by text;

-- A repeated batch with the same key is the same batch, as a repeated job is.
ALTER TABLE batches
    ADD COLUMN created_by      text,
    ADD COLUMN api_key_id      uuid,
    ADD COLUMN idempotency_key text,
    ADD COLUMN body_hash       text;
CREATE UNIQUE INDEX batches_idempotency ON batches (api_key_id, idempotency_key) NULLS NOT DISTINCT
    WHERE idempotency_key IS NOT NULL;
