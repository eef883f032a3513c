package dev.trainyard.job;

/**
 * The statements behind {@link JobStore}, parameters written {@code :?name} as the routes' {@code
 * jdbc:} steps read them.
 *
 * <p>A statement that takes several rows locks them first, in order and skipping locked ones, so
 * that one locked row holds up nobody. The attempt and the event of a transition are written by the
 * statement that makes it.
 */
final class TransitionSql {

  static final String SUBMIT =
      """
      WITH due AS (SELECT greatest(now(), coalesce(CAST(:?run_at AS timestamptz), now())) AS at),
      job AS (
        INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, api_key_id,
            idempotency_key, body_hash, run_at, ready_score, timeout_seconds, max_attempts, space, batch_size)
        SELECT uuid_v7(), 'PENDING', :?strategy, :?symbol, :?exchange, :?timeframe, :?priority, CAST(:?request AS json),
            :?api_key_id, :?idempotency_key, :?body_hash, due.at,
            (extract(epoch FROM due.at) * 1000)::bigint - :?head_start_ms, :?timeout_seconds, :?max_attempts,
            CAST(:?space AS json), :?batch_size
        FROM due
        ON CONFLICT DO NOTHING
        RETURNING id, ready_score, run_at),
      event AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, 1, 'state', json_build_object('status', 'PENDING') FROM job)
      SELECT id, ready_score, run_at, run_at <= now() AS due FROM job
      """;

  private static final String CLAIMABLE =
      """
      status = 'PENDING' AND (losses = 0 OR :?idle)
          AND NOT EXISTS (SELECT FROM queue_state WHERE queue = 'training' AND paused)
      """;

  private static final String CLAIMED =
      """
      , claimed AS (
        UPDATE training_jobs j SET status = 'RUNNING', stage = 'DATA_PREPARATION', lease_token = gen_random_uuid(),
            lease_owner = :?worker, lease_expires_at = now() + :?lease_ms * interval '1 millisecond',
            deadline_at = now() + (j.timeout_seconds * 1000 - j.elapsed_ms) * interval '1 millisecond',
            started_at = coalesce(j.started_at, now()), updated_at = now(), error = NULL, event_seq = j.event_seq + 1
        FROM due WHERE j.id = due.id
        RETURNING j.*),
      attempts AS (
        INSERT INTO job_attempts (job_id, lease_token, number, worker_id)
        SELECT id, lease_token, attempt, lease_owner FROM claimed),
      events AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'RUNNING', 'attempt', attempt) FROM claimed)
      SELECT id, lease_token, request, space, attempt, max_attempts, started_at, data_from, data_to, data_fingerprint,
          engine_version
      FROM claimed ORDER BY ready_score, id
      """;

  static final String CLAIM_LISTED =
      "WITH due AS (SELECT id FROM training_jobs WHERE id = ANY(:?ids) AND run_at <= now() AND "
          + CLAIMABLE
          + " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)"
          + CLAIMED;

  /** Jobs whose hint in Redis must have been lost, since they have been due for a while. */
  static final String CLAIM_DUE =
      "WITH due AS (SELECT id FROM training_jobs WHERE run_at <= now() - interval '1 second' AND "
          + CLAIMABLE
          + " ORDER BY ready_score, id LIMIT :?limit FOR NO KEY UPDATE SKIP LOCKED)"
          + CLAIMED;

  private static final String WITH_TOKEN =
      """
      FROM training_jobs j JOIN unnest(:?ids, :?tokens) AS h (id, token) ON j.id = h.id AND j.lease_token = h.token
      """;

  /** A job that its worker has just ended keeps the token: that lease is over, not lost. */
  static final String NOT_LOST = "SELECT j.id, j.lease_token " + WITH_TOKEN;

  private static final String HELD = WITH_TOKEN + " WHERE j.status = 'RUNNING' ";

  static final String OWNED = "SELECT j.id, j.lease_token " + HELD;

  static final String HEARTBEAT =
      "WITH mine AS (SELECT j.id "
          + HELD
          + """
          ORDER BY j.id FOR NO KEY UPDATE OF j SKIP LOCKED)
          UPDATE training_jobs j SET lease_expires_at = now() + :?lease_ms * interval '1 millisecond'
          FROM mine WHERE j.id = mine.id
          """;

  /**
   * Milliseconds that the job has run, this claim included: the deadline is what was left of the
   * timeout at the claim.
   */
  private static final String ELAPSED =
      "(j.timeout_seconds * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint";

  private static final String LEASED =
      """
      WITH l AS (
        SELECT * FROM training_jobs WHERE id = :?job_id AND lease_token = :?lease_token AND status = 'RUNNING'
        FOR NO KEY UPDATE)
      """;

  static final String COMPLETION =
      LEASED
          + """
          , c AS (
            INSERT INTO trained_configurations (id, job_id, strategy, symbol, exchange, timeframe, regime, optimizer,
                objective, parameters, lifecycle_stage, confidence, verdict, overfitting_detected, net_profit, sharpe_ratio,
                sortino_ratio, calmar_ratio, profit_factor, expectancy, max_drawdown, win_rate, sample_size, p_value,
                in_sample, out_of_sample, walk_forward, full_sample, validation, lifecycle, data_quality, request, space,
                seed, trials, candles, data_from, data_to, data_fingerprint, engine_version)
            SELECT uuid_v7(), l.id, l.strategy, l.symbol, l.exchange, l.timeframe, r.regime, r.optimizer,
                r.objective, r.parameters, r.lifecycle_stage, r.confidence, r.verdict, r.overfitting_detected, r.net_profit,
                r.sharpe_ratio, r.sortino_ratio, r.calmar_ratio, r.profit_factor, r.expectancy, r.max_drawdown, r.win_rate,
                r.sample_size, r.p_value, r.in_sample, r.out_of_sample, r.walk_forward, r.full_sample, r.validation,
                r.lifecycle, r.data_quality, l.request, l.space, r.seed, r.trials, r.candles, l.data_from, l.data_to,
                l.data_fingerprint, l.engine_version
            FROM l, json_populate_record(NULL::trained_configurations, CAST(:?configuration AS json)) r
            RETURNING id),
          u AS (
            UPDATE training_jobs j SET status = 'COMPLETED', stage = 'SAVE_CONFIGURATION', config_id = c.id,
                finished_at = now(), updated_at = now(), lease_expires_at = NULL, elapsed_ms = %s,
                event_seq = j.event_seq + 1
            FROM l, c WHERE j.id = l.id RETURNING j.*),
          a AS (
            UPDATE job_attempts t SET finished_at = now(), outcome = 'completed'
            FROM u WHERE t.job_id = u.id AND t.lease_token = u.lease_token),
          p AS (
            UPDATE training_progress t SET stage = 'SAVE_CONFIGURATION', percentage = 100, step_percentage = 100,
                estimated_completion = NULL, updated_at = now()
            FROM u WHERE t.job_id = u.id),
          e AS (
            INSERT INTO job_events (job_id, seq, type, data)
            SELECT id, event_seq, 'state', json_build_object('status', 'COMPLETED', 'config_id', config_id) FROM u)
          SELECT id AS job_id, status, config_id FROM u
          """
              .formatted(ELAPSED);

  static final String FAILURE =
      LEASED
          + """
          , d AS (
            INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message,
                stack, request, attempts, worker_id, expires_at)
            SELECT uuid_v7(), l.id, l.strategy, l.symbol, l.exchange, l.timeframe, coalesce(:?stage, l.stage), :?kind,
                :?error_class, :?message, :?stack, l.request, l.attempt, l.lease_owner,
                now() + :?retention_ms * interval '1 millisecond'
            FROM l RETURNING *),
          u AS (
            UPDATE training_jobs j SET status = 'FAILED', stage = d.stage, finished_at = now(), updated_at = now(),
                lease_expires_at = NULL, elapsed_ms = %s, event_seq = j.event_seq + 1, error = json_build_object(
                    'class', d.error_class, 'kind', d.kind, 'message', d.message, 'stage', d.stage)
            FROM d WHERE j.id = d.job_id RETURNING j.*),
          a AS (
            UPDATE job_attempts t SET finished_at = now(), outcome = 'failed', error = u.error
            FROM u WHERE t.job_id = u.id AND t.lease_token = u.lease_token),
          e AS (
            INSERT INTO job_events (job_id, seq, type, data)
            SELECT id, event_seq, 'state', json_build_object('status', 'FAILED', 'error', error) FROM u)
          SELECT id AS job_id, status FROM u
          """
              .formatted(ELAPSED);

  /**
   * Gives a job back after a transient failure, due again after a delay and with its head start;
   * nothing after its last attempt.
   */
  static final String RETRY =
      LEASED
          + """
          , u AS (
            UPDATE training_jobs j SET status = 'PENDING', attempt = j.attempt + 1, lease_token = NULL, lease_owner = NULL,
                lease_expires_at = NULL, deadline_at = NULL, elapsed_ms = %s,
                run_at = now() + :?delay_ms * interval '1 millisecond',
                ready_score = (extract(epoch FROM now()) * 1000)::bigint + :?delay_ms
                    - ((extract(epoch FROM j.run_at) * 1000)::bigint - j.ready_score),
                error = CAST(:?error AS json), updated_at = now(), event_seq = j.event_seq + 1
            FROM l WHERE j.id = l.id AND j.attempt < j.max_attempts RETURNING j.*),
          a AS (
            UPDATE job_attempts t SET finished_at = now(), outcome = 'failed', error = u.error
            FROM u, l WHERE t.job_id = u.id AND t.lease_token = l.lease_token),
          e AS (
            INSERT INTO job_events (job_id, seq, type, data)
            SELECT id, event_seq, 'state', json_build_object('status', 'PENDING', 'run_at', run_at) FROM u)
          SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
          """
              .formatted(ELAPSED);

  /** Gives a job back unharmed, at its old place in the queue. */
  static final String RELEASE =
      LEASED
          + """
          , u AS (
            UPDATE training_jobs j SET status = 'PENDING', lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL,
                deadline_at = NULL, elapsed_ms = %s, updated_at = now(), event_seq = j.event_seq + 1
            FROM l WHERE j.id = l.id RETURNING j.*),
          a AS (
            UPDATE job_attempts t SET finished_at = now(), outcome = 'released'
            FROM u, l WHERE t.job_id = u.id AND t.lease_token = l.lease_token),
          e AS (
            INSERT INTO job_events (job_id, seq, type, data)
            SELECT id, event_seq, 'state', json_build_object('status', 'PENDING') FROM u)
          SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
          """
              .formatted(ELAPSED);

  /**
   * A new token fences the worker at this moment. A job that waits has no deadline: the time that
   * it has run stands. The attempt of a claim that was committed while this statement waited for
   * the row is not in its snapshot, so no UPDATE would find it; a conflict does.
   */
  private static final String CANCELLATION =
      """
      u AS (
        UPDATE training_jobs j SET status = 'CANCELLED', lease_token = gen_random_uuid(), lease_expires_at = NULL,
            elapsed_ms = coalesce(%s, j.elapsed_ms), finished_at = now(), updated_at = now(),
            event_seq = j.event_seq + 1
        FROM l WHERE j.id = l.id RETURNING j.*),
      a AS (
        INSERT INTO job_attempts (job_id, lease_token, number, worker_id, finished_at, outcome)
        SELECT l.id, l.lease_token, l.attempt, l.lease_owner, now(), 'cancelled' FROM u JOIN l ON l.id = u.id
        WHERE l.status = 'RUNNING' AND l.lease_owner IS NOT NULL
        ON CONFLICT (job_id, lease_token) DO UPDATE SET finished_at = now(), outcome = 'cancelled'),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'CANCELLED') FROM u)
      SELECT l.id, l.status FROM u JOIN l ON l.id = u.id
      """
          .formatted(ELAPSED);

  static final String CANCEL =
      """
      WITH l AS (
        SELECT * FROM training_jobs WHERE id = :?job_id AND status IN ('PENDING', 'RUNNING') FOR NO KEY UPDATE),
      """
          + CANCELLATION;

  /** Some of the jobs of a batch that wait or run. */
  static final String CANCEL_BATCH =
      """
      WITH l AS (
        SELECT * FROM training_jobs WHERE batch_id = :?batch_id AND status IN ('PENDING', 'RUNNING')
        ORDER BY id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED),
      """
          + CANCELLATION;

  /** Milliseconds that a job queues earlier than it is due, by the priority that is in scope. */
  static final String HEAD_START =
      "CASE priority WHEN 'high' THEN :?head_start_high_ms WHEN 'low' THEN :?head_start_low_ms ELSE 0 END";

  /**
   * An ended job starts again: its dead letters are locked before it, as a replay does, so that one
   * failure is never both retried and replayed. What it has learnt is thrown away when trying it
   * again from there cannot help.
   */
  static final String RETRY_ENDED =
      """
      WITH d AS (
        SELECT id, replayed_as FROM failed_jobs WHERE job_id = :?job_id ORDER BY id FOR NO KEY UPDATE),
      l AS (
        SELECT *, status = 'FAILED' AND coalesce(error ->> 'kind' = 'permanent', false) AS afresh FROM training_jobs
        WHERE id = :?job_id AND status IN ('FAILED', 'CANCELLED')
            AND NOT EXISTS (SELECT FROM d WHERE replayed_as <> :?job_id)
            AND NOT EXISTS (SELECT FROM training_jobs WHERE replay_of = :?job_id)
        FOR NO KEY UPDATE),
      u AS (
        UPDATE training_jobs j SET status = 'PENDING', stage = NULL, attempt = 1, losses = 0, elapsed_ms = 0, error = NULL,
            lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL, deadline_at = NULL, started_at = NULL,
            finished_at = NULL, updated_at = now(), run_at = now(),
            ready_score = (extract(epoch FROM now()) * 1000)::bigint - l.head_start_ms,
            data_from = CASE WHEN NOT l.afresh THEN j.data_from END, data_to = CASE WHEN NOT l.afresh THEN j.data_to END,
            data_fingerprint = CASE WHEN NOT l.afresh THEN j.data_fingerprint END,
            engine_version = CASE WHEN NOT l.afresh THEN j.engine_version END, event_seq = j.event_seq + 1
        FROM (SELECT id, afresh, %s AS head_start_ms FROM l) l WHERE j.id = l.id RETURNING j.*),
      f AS (
        UPDATE failed_jobs f SET replayed_as = u.id FROM u, d WHERE f.id = d.id AND d.replayed_as IS NULL),
      t AS (
        DELETE FROM training_trials t USING u, l WHERE t.job_id = u.id AND l.id = u.id AND l.afresh),
      p AS (
        DELETE FROM training_progress p USING u WHERE p.job_id = u.id),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'PENDING') FROM u)
      SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
      """
          .formatted(HEAD_START);

  /** Leases that ran out: due again, as long as attempts are left. */
  static final String RETURN_EXPIRED =
      """
      WITH l AS (
        SELECT * FROM training_jobs
        WHERE status = 'RUNNING' AND lease_expires_at < now() AND attempt < max_attempts AND deadline_at > now()
        ORDER BY id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED),
      u AS (
        UPDATE training_jobs j SET status = 'PENDING', attempt = j.attempt + 1, losses = j.losses + 1, lease_token = NULL,
            lease_owner = NULL, lease_expires_at = NULL, deadline_at = NULL, elapsed_ms = %s,
            run_at = now() + CASE WHEN j.losses = 0 THEN 0 ELSE :?delay_ms END * interval '1 millisecond',
            updated_at = now(), event_seq = j.event_seq + 1
        FROM l WHERE j.id = l.id RETURNING j.*),
      a AS (
        UPDATE job_attempts t SET finished_at = now(), outcome = 'lost'
        FROM u, l WHERE l.id = u.id AND t.job_id = u.id AND t.lease_token = l.lease_token),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'PENDING', 'attempt', attempt) FROM u)
      SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
      """
          .formatted(ELAPSED);

  /**
   * Jobs past their deadline, and leases that ran out in the last attempt. A new token fences a
   * worker that still runs one.
   */
  static final String FAIL_OVERDUE =
      """
      WITH l AS (
        SELECT *, CASE WHEN deadline_at <= now() THEN 'timeout' ELSE 'lost' END AS kind FROM training_jobs
        WHERE status = 'RUNNING' AND (deadline_at <= now() OR (lease_expires_at < now() AND attempt >= max_attempts))
        ORDER BY id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED),
      d AS (
        INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, request,
            attempts, worker_id, expires_at)
        SELECT uuid_v7(), id, strategy, symbol, exchange, timeframe, stage, kind,
            CASE kind WHEN 'timeout' THEN 'DeadlineExceeded' ELSE 'WorkerLost' END,
            CASE kind WHEN 'timeout' THEN 'it ran longer than timeout_seconds = ' || timeout_seconds
                ELSE 'its worker died in attempt ' || attempt || ' of ' || max_attempts END,
            request, attempt, lease_owner, now() + :?retention_ms * interval '1 millisecond'
        FROM l RETURNING *),
      u AS (
        UPDATE training_jobs j SET status = 'FAILED', lease_token = gen_random_uuid(), lease_expires_at = NULL,
            finished_at = now(), updated_at = now(), elapsed_ms = %s, event_seq = j.event_seq + 1,
            error = json_build_object('class', d.error_class, 'kind', d.kind, 'message', d.message, 'stage', d.stage)
        FROM d WHERE j.id = d.job_id RETURNING j.*),
      a AS (
        UPDATE job_attempts t SET finished_at = now(), outcome = l.kind, error = u.error
        FROM u, l WHERE l.id = u.id AND t.job_id = u.id AND t.lease_token = l.lease_token),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'FAILED', 'error', error) FROM u)
      SELECT id FROM u
      """
          .formatted(ELAPSED);

  private TransitionSql() {}
}
