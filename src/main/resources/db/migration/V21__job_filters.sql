-- What lists of jobs are filtered by and no other index leads with. A rare value is looked for in the index, newest first,
-- and only what matches is read from the table. The columns never change, and new entries come at one end.
CREATE INDEX training_jobs_filters ON training_jobs (id DESC, exchange, timeframe, priority, created_by);

-- Jobs with an error are few; their texts are searched.
CREATE INDEX training_jobs_error ON training_jobs (id DESC) WHERE error IS NOT NULL;
