-- What a bulk replay and the filters of the dead letters look for.
CREATE INDEX failed_jobs_waiting ON failed_jobs (id DESC) WHERE replayed_as IS NULL;
CREATE INDEX failed_jobs_series ON failed_jobs (exchange, timeframe, id DESC);
CREATE INDEX failed_jobs_stage ON failed_jobs (stage, id DESC);
CREATE INDEX failed_jobs_failed_at ON failed_jobs (failed_at);
