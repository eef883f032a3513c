-- Why a fetch that goes on does not come forward: what its exchange answered last when it had to be asked again.
ALTER TABLE fetches
    ADD COLUMN retries      bigint NOT NULL DEFAULT 0,
    ADD COLUMN retry_reason text;
