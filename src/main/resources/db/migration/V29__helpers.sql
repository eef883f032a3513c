-- What a worker says of itself as a member of the cluster, renewed with each heartbeat: the job of another worker that it
-- helps with, and where other members find it.
ALTER TABLE workers
    ADD COLUMN helps_job       uuid,
    ADD COLUMN cluster_address text;
