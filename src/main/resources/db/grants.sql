-- What the role of the running service may do with the tables that another role owns and migrates. It reads and writes rows; it
-- changes no table, and it cannot change what others rely on: the record of the migrations, the audit log, the history of jobs.
-- "trainyard migrate --run-role ROLE" runs this after the migrations, in one transaction, so that new tables are included.
GRANT USAGE ON SCHEMA public TO :"run_role";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"run_role";

REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history, schema_needs, result_seal FROM :"run_role";
-- The lines are removed when they are older than trainyard.retention.audit
REVOKE UPDATE ON audit_log FROM :"run_role";
-- What has happened is removed after a time, and not changed
REVOKE UPDATE ON job_events FROM :"run_role";
-- These go with their job, by the rights of the owner
REVOKE DELETE ON job_attempts FROM :"run_role";
-- Keys are revoked, and stay for the audit log
REVOKE DELETE ON api_keys FROM :"run_role";
REVOKE DELETE ON candle_series, candle_coverage, configuration_forward, exchange_slots FROM :"run_role";
REVOKE INSERT, DELETE ON queue_state, candle_edits, forgotten_events, retention_marks FROM :"run_role";

GRANT USAGE, SELECT ON event_ids TO :"run_role";
