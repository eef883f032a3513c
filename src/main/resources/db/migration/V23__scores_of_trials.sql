-- The course of a search is read from its index alone: a row is some 1.5 kB wide and the charts need 13 bytes of it. Only
-- the swap of the two indexes locks out readers.
CREATE UNIQUE INDEX training_trials_scores ON training_trials (job_id, study, number) INCLUDE (score, feasible);
ALTER TABLE training_trials
    DROP CONSTRAINT training_trials_pkey,
    ADD CONSTRAINT training_trials_pkey PRIMARY KEY USING INDEX training_trials_scores;

-- An index is enough only for pages that VACUUM has marked as visible to all. It looks at each page of this table once, as
-- trials do not change, so it may come after each long search rather than after a fifth of all trials ever made.
ALTER TABLE training_trials SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
