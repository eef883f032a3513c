-- Browsers that have signed in with a key. A session opens what its key opens, until either ends; of what the browser
-- shows, only the hash is stored.
CREATE TABLE sessions (
    id         uuid PRIMARY KEY,
    token_hash bytea       NOT NULL UNIQUE,
    api_key_id uuid        NOT NULL REFERENCES api_keys (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_api_key ON sessions (api_key_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
