package dev.trainyard.job.lifecycle;

/**
 * The statements behind {@link JobStore}, parameters written {@code :?name} as the routes' {@code
 * jdbc:} steps read them.
 *
 * <p>All statements of this package lock in one order, so that no two wait for one another:
 *
 * <ol>
 *   <li>rows of {@code training_jobs} by id, at once as strongly as they will be needed: two that
 *       share a row and then both want to write it would wait for each other;
 *   <li>rows of {@code failed_jobs} by id;
 *   <li>all other rows of those jobs (attempts, progress, trials, events, replays), which nobody
 *       locks without the job.
 * </ol>
 *
 * A statement that takes several jobs skips locked ones, so that one locked row holds up nobody.
 * One that holds dead letters without their jobs, to delete them, waits for nothing. The attempt,
 * the event and the line in the job's log of a transition are written by the statement that makes
 * it.
 */
public final class TransitionSql {

  static final String SUBMIT =
      """
      WITH due AS (SELECT greatest(now(), coalesce(CAST(:?run_at AS timestamptz), now())) AS at),
      job AS (
        INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, api_key_id,
            idempotency_key, body_hash, trace_context, run_at, ready_score, timeout_seconds, max_attempts, space, batch_size)
        SELECT uuid_v7(), 'PENDING', :?strategy, :?symbol, :?exchange, :?timeframe, :?priority, CAST(:?request AS json),
            :?api_key_id, :?idempotency_key, :?body_hash, :?trace_context, due.at,
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

  /**
   * What becomes of the search of the job {@code j} in its next claim, in words. Its trials are
   * stored in the order of their numbers; it is over with the last of them, or when the job has got
   * to a stage behind it.
   */
  private static String searchOf(String j) {
    return """
        (SELECT CASE
            WHEN made >= (%1$s.request ->> 'n_iterations')::integer OR EXISTS (
                SELECT FROM training_progress p
                WHERE p.job_id = %1$s.id AND p.stage IN ('VALIDATION', 'SAVE_CONFIGURATION')) THEN 'its search is done'
            WHEN made = 0 THEN 'its search begins'
            ELSE 'its search goes on from trial ' || to_char(made, 'FM9,999,999,990') END
        FROM (
          SELECT coalesce(max(number) + 1, 0) AS made FROM training_trials t
          WHERE t.job_id = %1$s.id AND t.study = 'search') s)"""
        .formatted(j);
  }

  /**
   * Lines of one job that transitions add which may come again and again, as in an outage. What
   * ends a job is always told.
   */
  private static final String HAS_ROOM_FOR_LINES =
      "(SELECT count(*) FROM (SELECT FROM training_logs x WHERE x.job_id = %s LIMIT 2000) x) < 2000";

  private static final String CLAIMABLE =
      """
      status = 'PENDING' AND (losses = 0 OR :?idle)
          AND NOT EXISTS (SELECT FROM queue_state WHERE queue = 'training' AND paused)
      """;

  /**
   * A job that has lost a worker runs alone, lest it take others with it: of the locked rows it is
   * taken only as the first, and then as the only one. The claim may be lost with the server, as
   * the job then waits as before and the worker's token is worth nothing: so it need not reach the
   * disk before the work begins. The log tells here of all claims but the first, of which the
   * worker tells with its first line.
   */
  private static final String CLAIMED =
      """
      , due AS (
        SELECT id FROM (
          SELECT id, losses, row_number() OVER queue AS position, first_value(losses) OVER queue AS first_losses
          FROM locked WINDOW queue AS (ORDER BY ready_score, id)) numbered
        WHERE position = 1 OR (losses = 0 AND first_losses = 0)),
      claimed AS (
        UPDATE training_jobs j SET status = 'RUNNING', stage = 'DATA_PREPARATION', lease_token = gen_random_uuid(),
            lease_owner = :?worker, lease_expires_at = now() + :?lease_ms * interval '1 millisecond',
            deadline_at = now() + (j.timeout_seconds::bigint * 1000 - j.elapsed_ms) * interval '1 millisecond',
            started_at = coalesce(j.started_at, now()), updated_at = now(), error = NULL, event_seq = j.event_seq + 1
        FROM due WHERE j.id = due.id
        RETURNING j.*),
      attempts AS (
        INSERT INTO job_attempts (job_id, lease_token, number, worker_id)
        SELECT id, lease_token, attempt, lease_owner FROM claimed),
      events AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'RUNNING', 'attempt', attempt) FROM claimed),
      lines AS (
        INSERT INTO training_logs (job_id, level, stage, message)
        SELECT id, 'INFO', stage, 'Worker ' || lease_owner || ' has taken the job, attempt ' || attempt || ' of '
            || max_attempts || '; ' || %s
        FROM claimed WHERE event_seq > 2 AND %s)
      SELECT id, lease_token, request, space, attempt, max_attempts, losses, started_at, data_from, data_to,
          data_fingerprint, engine_version, trace_context, event_seq <= 2 AS first_claim, (extract(epoch FROM now() - run_at) * 1000)::bigint AS waited_ms,
          set_config('synchronous_commit', 'off', true)
      FROM claimed ORDER BY ready_score, id
      """
          .formatted(searchOf("claimed"), HAS_ROOM_FOR_LINES.formatted("claimed.id"));

  static final String CLAIM_LISTED =
      "WITH locked AS (SELECT id, losses, ready_score FROM training_jobs WHERE id = ANY(:?ids) AND run_at <= now() AND "
          + CLAIMABLE
          + " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)"
          + CLAIMED;

  /** Jobs whose hint in Redis must have been lost, since they have been due for a while. */
  static final String CLAIM_DUE =
      "WITH locked AS (SELECT id, losses, ready_score FROM training_jobs WHERE run_at <= now() - interval '1 second' AND "
          + CLAIMABLE
          + " ORDER BY ready_score, id LIMIT :?limit FOR NO KEY UPDATE SKIP LOCKED)"
          + CLAIMED;

  /** A job that needs a worker for itself, whatever stands before it in the queue. */
  static final String CLAIM_SUSPECT =
      "WITH locked AS (SELECT id, losses, ready_score FROM training_jobs WHERE run_at <= now() AND losses > 0 AND "
          + CLAIMABLE
          + " ORDER BY run_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)"
          + CLAIMED;

  /** Whether a job that needs a worker for itself has been waiting for one. */
  static final String SUSPECT_WAITS =
      """
      SELECT EXISTS (
        SELECT FROM training_jobs WHERE status = 'PENDING' AND losses > 0 AND run_at < now() - interval '3 seconds')
      """;

  /** The jobs that come next, whose hints should be in Redis. */
  static final String NEXT_DUE =
      """
      SELECT id, ready_score, run_at, true AS due FROM training_jobs
      WHERE status = 'PENDING' AND run_at <= now() AND (ready_score, id) > (:?after_score, :?after_id)
      ORDER BY ready_score, id LIMIT :?limit
      """;

  private static final String WITH_TOKEN =
      """
      FROM training_jobs j JOIN unnest(:?ids, :?tokens) AS h (id, token) ON j.id = h.id AND j.lease_token = h.token
      """;

  /** A job that its worker has just ended keeps the token: that lease is over, not lost. */
  static final String NOT_LOST = "SELECT j.id, j.lease_token " + WITH_TOKEN;

  private static final String HELD = WITH_TOKEN + " WHERE j.status = 'RUNNING' ";

  /** One row as long as the job exists. */
  static final String ATTEMPT =
      """
      SELECT j.status = 'RUNNING' AND j.lease_token = :?lease_token AS held, j.status, t.outcome,
          t.error ->> 'kind' AS error_kind, t.error ->> 'message' AS error_message
      FROM training_jobs j LEFT JOIN job_attempts t ON t.job_id = j.id AND t.lease_token = :?lease_token
      WHERE j.id = :?job_id
      """;

  static final String HEARTBEAT =
      "WITH mine AS (SELECT j.id "
          + HELD
          + """
          ORDER BY j.id FOR NO KEY UPDATE OF j SKIP LOCKED)
          UPDATE training_jobs j SET lease_expires_at = now() + :?lease_ms * interval '1 millisecond'
          FROM mine WHERE j.id = mine.id AND set_config('synchronous_commit', 'off', true) = 'off'
          """;

  /**
   * Milliseconds that the job has run, this claim included: the deadline is what was left of the
   * timeout at the claim.
   */
  private static final String ELAPSED =
      "(j.timeout_seconds::bigint * 1000 - extract(epoch FROM j.deadline_at - now()) * 1000)::bigint";

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
            RETURNING id, verdict),
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
            SELECT id, event_seq, 'state', json_build_object('status', 'COMPLETED', 'config_id', config_id) FROM u),
          g AS (
            INSERT INTO training_logs (job_id, level, stage, message)
            SELECT u.id, 'INFO', u.stage, 'Completed: configuration ' || c.id || coalesce(', verdict ' || c.verdict, '')
            FROM u, c)
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
            SELECT id, event_seq, 'state', json_build_object('status', 'FAILED', 'error', error) FROM u),
          g AS (
            INSERT INTO training_logs (job_id, level, stage, message)
            SELECT u.id, 'ERROR', u.stage, 'Failed for good in attempt ' || u.attempt || ' of ' || u.max_attempts || ' ('
                || d.kind || ', ' || d.error_class || '): ' || d.message
            FROM u, d)
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
            SELECT id, event_seq, 'state', json_build_object('status', 'PENDING', 'run_at', run_at) FROM u),
          g AS (
            INSERT INTO training_logs (job_id, level, stage, message)
            SELECT u.id, 'WARN', u.stage, 'Attempt ' || l.attempt || ' of ' || l.max_attempts || ' failed ('
                || coalesce(u.error ->> 'class', 'unknown') || '): ' || coalesce(u.error ->> 'message', 'no message')
                || '. It is tried again in ' || round(:?delay_ms / 1000.0, 1) || ' s; ' || %s
            FROM u, l)
          SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
          """
              .formatted(ELAPSED, searchOf("u"));

  /** Gives a job back unharmed, at its old place in the queue, due again after a delay. */
  static final String RELEASE =
      LEASED
          + """
          , u AS (
            UPDATE training_jobs j SET status = 'PENDING', lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL,
                deadline_at = NULL, elapsed_ms = %s, run_at = now() + :?delay_ms * interval '1 millisecond',
                updated_at = now(), event_seq = j.event_seq + 1
            FROM l WHERE j.id = l.id RETURNING j.*),
          a AS (
            UPDATE job_attempts t SET finished_at = now(), outcome = 'released'
            FROM u, l WHERE t.job_id = u.id AND t.lease_token = l.lease_token),
          e AS (
            INSERT INTO job_events (job_id, seq, type, data)
            SELECT id, event_seq, 'state', json_build_object('status', 'PENDING') FROM u),
          g AS (
            INSERT INTO training_logs (job_id, level, stage, message)
            SELECT u.id, 'INFO', u.stage, 'Worker ' || coalesce(l.lease_owner, 'unknown')
                || ' has given the job back; ' || %s
            FROM u, l WHERE %s)
          SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
          """
              .formatted(ELAPSED, searchOf("u"), HAS_ROOM_FOR_LINES.formatted("u.id"));

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
        SELECT id, event_seq, 'state', json_build_object('status', 'CANCELLED') FROM u),
      g AS (
        INSERT INTO training_logs (job_id, level, stage, message)
        SELECT u.id, 'INFO', u.stage, CASE WHEN l.status = 'RUNNING'
            THEN 'Cancelled while worker ' || coalesce(l.lease_owner, 'unknown') || ' ran it'
            ELSE 'Cancelled while it waited' END
        FROM u JOIN l ON l.id = u.id)
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
  public static final String HEAD_START =
      "CASE priority WHEN 'high' THEN :?head_start_high_ms WHEN 'low' THEN :?head_start_low_ms ELSE 0 END";

  /**
   * An ended job starts again. It is locked before its dead letters, as by a replay, so that one
   * failure is never both retried and replayed: a replay for whose end this has waited shows in the
   * dead letters. What the job has learnt is thrown away when trying it again from there cannot
   * help.
   */
  static final String RETRY_ENDED =
      """
      WITH l AS (
        SELECT *, status = 'FAILED' AND coalesce(error ->> 'kind' = 'permanent', false) AS afresh FROM training_jobs
        WHERE id = :?job_id AND status IN ('FAILED', 'CANCELLED')
            AND NOT EXISTS (SELECT FROM training_jobs WHERE replay_of = :?job_id)
        FOR NO KEY UPDATE),
      d AS (
        SELECT id, replayed_as FROM failed_jobs WHERE job_id IN (SELECT id FROM l) ORDER BY id FOR NO KEY UPDATE),
      u AS (
        UPDATE training_jobs j SET status = 'PENDING', stage = NULL, attempt = 1, losses = 0, elapsed_ms = 0, error = NULL,
            lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL, deadline_at = NULL, started_at = NULL,
            finished_at = NULL, updated_at = now(), run_at = now(),
            ready_score = (extract(epoch FROM now()) * 1000)::bigint - l.head_start_ms,
            data_from = CASE WHEN NOT l.afresh THEN j.data_from END, data_to = CASE WHEN NOT l.afresh THEN j.data_to END,
            data_fingerprint = CASE WHEN NOT l.afresh THEN j.data_fingerprint END,
            engine_version = CASE WHEN NOT l.afresh THEN j.engine_version END, event_seq = j.event_seq + 1
        FROM (
          SELECT id, afresh, %s AS head_start_ms FROM l
          WHERE NOT EXISTS (SELECT FROM d WHERE replayed_as <> :?job_id)) l
        WHERE j.id = l.id RETURNING j.*),
      f AS (
        UPDATE failed_jobs f SET replayed_as = u.id FROM u, d WHERE f.id = d.id AND d.replayed_as IS NULL),
      t AS (
        DELETE FROM training_trials t USING u, l WHERE t.job_id = u.id AND l.id = u.id AND l.afresh),
      p AS (
        DELETE FROM training_progress p USING u, l WHERE p.job_id = u.id AND l.id = u.id AND l.afresh),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'PENDING') FROM u),
      said AS (
        UPDATE training_logs g SET key = NULL FROM u, l WHERE g.job_id = u.id AND l.id = u.id AND l.afresh AND g.key IS NOT NULL),
      g AS (
        INSERT INTO training_logs (job_id, level, message)
        SELECT u.id, 'INFO', CASE WHEN l.afresh THEN 'Retried on request, from the start: its failure was permanent'
            ELSE 'Retried on request: ' || %s END
        FROM u JOIN l ON l.id = u.id)
      SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
      """
          .formatted(HEAD_START, searchOf("u"));

  /**
   * Losses, this one included, after which a job is given up however far it has come. A loss whose
   * claim had stored trials costs no attempt, so attempts alone would not end it.
   */
  private static final int MOST_LOSSES = 10;

  /** Leases that ran out, with whether their claim has brought the job on. */
  private static final String EXPIRED =
      """
      WITH l AS (
        SELECT j.*, coalesce(t.trials, 0) > 0 AS advanced
        FROM training_jobs j LEFT JOIN job_attempts t ON t.job_id = j.id AND t.lease_token = j.lease_token
        WHERE j.status = 'RUNNING' AND j.lease_expires_at < now() AND j.deadline_at > now()
        ORDER BY j.id LIMIT 500 FOR NO KEY UPDATE OF j SKIP LOCKED)
      """;

  private static final String LAST_LOSS =
      "(l.losses + 1 >= %d OR (NOT l.advanced AND l.attempt >= l.max_attempts))"
          .formatted(MOST_LOSSES);

  /**
   * Leases that ran out: due again as long as attempts are left, at once the first time, later and
   * later from the second.
   */
  static final String RETURN_EXPIRED =
      EXPIRED
          + """
          , u AS (
            UPDATE training_jobs j SET status = 'PENDING', attempt = j.attempt + CASE WHEN l.advanced THEN 0 ELSE 1 END,
                losses = j.losses + 1, lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL, deadline_at = NULL,
                elapsed_ms = %s, run_at = now() + CASE WHEN j.losses = 0 THEN 0
                    ELSE least(:?delay_ms * power(:?multiplier, j.losses - 1), :?max_delay_ms) END * interval '1 millisecond',
                updated_at = now(), event_seq = j.event_seq + 1
            FROM l WHERE j.id = l.id AND NOT %s RETURNING j.*),
          a AS (
            UPDATE job_attempts t SET finished_at = now(), outcome = 'lost'
            FROM u, l WHERE l.id = u.id AND t.job_id = u.id AND t.lease_token = l.lease_token),
          e AS (
            INSERT INTO job_events (job_id, seq, type, data)
            SELECT id, event_seq, 'state', json_build_object('status', 'PENDING', 'attempt', attempt) FROM u),
          g AS (
            INSERT INTO training_logs (job_id, level, stage, message)
            SELECT u.id, 'WARN', u.stage, 'Worker ' || coalesce(l.lease_owner, 'unknown') || ' was lost in attempt '
                || l.attempt || ' of ' || l.max_attempts || CASE WHEN l.advanced
                    THEN ', which costs none as it had stored trials' ELSE '' END
                || '; ' || %s
            FROM u JOIN l ON l.id = u.id)
          SELECT id, ready_score, run_at, run_at <= now() AS due FROM u
          """
              .formatted(ELAPSED, LAST_LOSS, searchOf("u"));

  /** Fails the jobs of {@code o}, which has a kind, an error class and a message for each. */
  private static final String FAIL_TAKEN =
      """
      , d AS (
        INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, request,
            attempts, worker_id, expires_at)
        SELECT uuid_v7(), id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message, request, attempt,
            lease_owner, now() + :?retention_ms * interval '1 millisecond'
        FROM o RETURNING *),
      u AS (
        UPDATE training_jobs j SET status = 'FAILED', lease_token = gen_random_uuid(), lease_expires_at = NULL,
            finished_at = now(), updated_at = now(), elapsed_ms = %s, event_seq = j.event_seq + 1,
            losses = j.losses + CASE d.kind WHEN 'lost' THEN 1 ELSE 0 END,
            error = json_build_object('class', d.error_class, 'kind', d.kind, 'message', d.message, 'stage', d.stage)
        FROM d WHERE j.id = d.job_id RETURNING j.*),
      a AS (
        UPDATE job_attempts t SET finished_at = now(), outcome = o.kind, error = u.error
        FROM u, o WHERE o.id = u.id AND t.job_id = u.id AND t.lease_token = o.lease_token),
      e AS (
        INSERT INTO job_events (job_id, seq, type, data)
        SELECT id, event_seq, 'state', json_build_object('status', 'FAILED', 'error', error) FROM u),
      g AS (
        INSERT INTO training_logs (job_id, level, stage, message)
        SELECT u.id, 'ERROR', u.stage, 'Failed for good in attempt ' || u.attempt || ' of ' || u.max_attempts || ' ('
            || d.kind || ', ' || d.error_class || '): ' || d.message
        FROM u JOIN d ON d.job_id = u.id)
      SELECT id FROM u
      """
          .formatted(ELAPSED);

  /** Leases that ran out for the last time. */
  static final String FAIL_LOST =
      EXPIRED
          + """
          , o AS (
            SELECT l.*, 'lost' AS kind, 'WorkerLost' AS error_class,
                'its worker ' || lease_owner || ' died in attempt ' || attempt || ' of ' || max_attempts
                    || '; workers lost in all: ' || losses + 1 AS message
            FROM l WHERE %s)
          """
              .formatted(LAST_LOSS)
          + FAIL_TAKEN;

  /** Jobs past their deadline. A new token fences the worker that still runs one. */
  static final String FAIL_OVERDUE =
      """
      WITH l AS (
        SELECT * FROM training_jobs WHERE status = 'RUNNING' AND deadline_at <= now()
        ORDER BY id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED),
      o AS (
        SELECT l.*, 'timeout' AS kind, 'DeadlineExceeded' AS error_class,
            'it ran longer than timeout_seconds = ' || timeout_seconds AS message
        FROM l)
      """
          + FAIL_TAKEN;

  private TransitionSql() {}
}
