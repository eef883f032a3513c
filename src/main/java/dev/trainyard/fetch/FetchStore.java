package dev.trainyard.fetch;

import dev.trainyard.access.Caller;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.Kind;
import dev.trainyard.retention.Removal;
import dev.trainyard.retention.Sweeper;
import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The fetches in PostgreSQL. Every write of a process that runs one names its claim. */
@Repository("fetchStore")
public class FetchStore {
  private static final String SUBMIT =
      """
      INSERT INTO fetches (id, status, exchange, symbol, timeframe, from_time, to_time, api_key_id, created_by, run_id)
      SELECT id, 'PENDING', :exchange, :symbol, :timeframe, :from, :to, CAST(:client AS uuid), :caller,
          CASE WHEN :is_run THEN coalesce(CAST(:run AS uuid), id) END
      FROM (SELECT uuid_v7() AS id) AS new
      RETURNING id
      """;

  private static final String SAME =
      """
      SELECT id FROM fetches WHERE status IN ('PENDING', 'RUNNING') AND job_id IS NULL AND exchange = :exchange
          AND symbol = :symbol AND timeframe = :timeframe AND from_time = :from AND to_time = :to ORDER BY id LIMIT 1
      """;

  private static final String OF_JOB =
      """
      INSERT INTO fetches AS f (id, status, exchange, symbol, timeframe, from_time, to_time, job_id, lease_token,
          lease_owner, lease_expires_at, started_at)
      VALUES (uuid_v7(), 'RUNNING', :exchange, :symbol, :timeframe, :from, :to, :job, gen_random_uuid(), :owner,
          now() + :lease_ms * interval '1 millisecond', now())
      ON CONFLICT (job_id, symbol) DO UPDATE SET status = 'RUNNING', lease_token = gen_random_uuid(), error = NULL,
          lease_owner = excluded.lease_owner, lease_expires_at = excluded.lease_expires_at, finished_at = NULL
      RETURNING *
      """;

  private static final String CLAIM =
      """
      UPDATE fetches SET status = 'RUNNING', lease_token = gen_random_uuid(), lease_owner = :owner, waits_until = NULL,
          lease_expires_at = now() + :lease_ms * interval '1 millisecond', started_at = coalesce(started_at, now())
      WHERE id IN (
        SELECT id FROM fetches
        WHERE (status = 'PENDING' AND (waits_until IS NULL OR waits_until <= now())) OR (status = 'RUNNING' AND lease_expires_at < now() AND job_id IS NULL)
        ORDER BY id LIMIT :some FOR UPDATE SKIP LOCKED)
      RETURNING *
      """;

  private static final String RENEW =
      """
      UPDATE fetches SET lease_expires_at = now() + :lease_ms * interval '1 millisecond'
      WHERE lease_token = ANY(:tokens) AND status = 'RUNNING' RETURNING lease_token
      """;

  private static final String BEGIN =
      """
      UPDATE fetches SET wanted = covered + :missing WHERE id = :id AND lease_token = :token AND status = 'RUNNING'
      """;

  private static final String PROGRESS =
      """
      UPDATE fetches SET covered = least(wanted, covered + :covered), received = received + :received,
          inserted = inserted + :inserted, updated = updated + :updated
      WHERE id = :id AND lease_token = :token AND status = 'RUNNING'
      """;

  private static final String ASKED =
      """
      UPDATE fetches SET requests = requests + 1, waited_ms = waited_ms + :waited_ms
      WHERE id = :id AND lease_token = :token AND status = 'RUNNING'
      """;

  private static final String AWAY =
      """
      UPDATE fetches SET retries = retries + 1, retry_reason = :reason
      WHERE id = :id AND lease_token = :token AND status = 'RUNNING'
      """;

  private static final String FINISH =
      """
      UPDATE fetches SET status = :status, error = CAST(:error AS text), lease_token = NULL, lease_owner = NULL,
          lease_expires_at = NULL, finished_at = now(), earliest = coalesce(CAST(:earliest AS timestamptz), earliest)
      WHERE id = :id AND lease_token = :token AND status = 'RUNNING'
      """;

  private static final String GIVE_BACK =
      """
      UPDATE fetches SET status = 'PENDING', lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL,
          waits_until = now() + :pause_ms * interval '1 millisecond'
      WHERE id = :id AND lease_token = :token AND status = 'RUNNING'
      """;

  private static final String CANCEL =
      """
      UPDATE fetches SET status = 'CANCELLED', lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL,
          finished_at = now()
      WHERE id = :id AND status IN ('PENDING', 'RUNNING')
      """;

  private static final String FORGET =
      """
      DELETE FROM fetches WHERE id IN (
        SELECT id FROM fetches WHERE finished_at < now() - :age_ms * interval '1 millisecond'
        ORDER BY finished_at LIMIT :some FOR UPDATE SKIP LOCKED)
      """;

  private final JdbcClient jdbc;
  private final Sweeper sweeper;

  /** Creates the store of a database. */
  public FetchStore(JdbcClient jdbc, Sweeper sweeper) {
    this.jdbc = jdbc;
    this.sweeper = sweeper;
  }

  /** Returns a fetch of the same that has not ended; empty when there is none. */
  public Optional<UUID> same(CandleSeries series, Instant from, Instant to) {
    return named(jdbc.sql(SAME), series, from, to).query(UUID.class).optional();
  }

  /** Stores a fetch, which is durable when this returns. */
  public UUID submit(CandleSeries series, Instant from, Instant to, Caller caller) {
    return submit(series, from, to, caller, false, null);
  }

  /**
   * Stores a fetch of a schedule.
   *
   * @param run the first fetch of the run; null for that itself
   */
  public UUID submit(
      CandleSeries series, Instant from, Instant to, Caller caller, @Nullable UUID run) {
    return submit(series, from, to, caller, true, run);
  }

  private UUID submit(
      CandleSeries series,
      Instant from,
      Instant to,
      Caller caller,
      boolean isOfRun,
      @Nullable UUID run) {
    return named(jdbc.sql(SUBMIT), series, from, to)
        .param("client", caller.client(), Types.OTHER)
        .param("caller", caller.name())
        .param("is_run", isOfRun)
        .param("run", run)
        .query(UUID.class)
        .single();
  }

  /** The fetch of a job, which the caller runs; one that a former attempt began goes on. */
  ClaimedFetch ofJob(
      UUID job, CandleSeries series, Instant from, Instant to, String owner, Duration lease) {
    return named(jdbc.sql(OF_JOB), series, from, to)
        .param("job", job)
        .param("owner", owner)
        .param("lease_ms", lease.toMillis())
        .query((row, number) -> claimed(row))
        .single();
  }

  private static JdbcClient.StatementSpec named(
      JdbcClient.StatementSpec statement, CandleSeries series, Instant from, Instant to) {
    return statement
        .param("exchange", series.exchange())
        .param("symbol", series.symbol())
        .param("timeframe", series.timeframe().label())
        .param("from", Timestamp.from(from))
        .param("to", Timestamp.from(to));
  }

  /** Takes fetches that wait, or whose process is silent; those of jobs are left to their jobs. */
  List<ClaimedFetch> claim(int some, String owner, Duration lease) {
    return jdbc.sql(CLAIM)
        .param("some", some)
        .param("owner", owner)
        .param("lease_ms", lease.toMillis())
        .query((row, number) -> claimed(row))
        .list();
  }

  private static ClaimedFetch claimed(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new ClaimedFetch(
        columns.requiredId("id"),
        columns.requiredId("lease_token"),
        series(row),
        columns.requiredInstant("from_time"),
        columns.requiredInstant("to_time"),
        columns.id("job_id") != null);
  }

  /** Keeps claims; returns those that are kept. */
  Set<UUID> renew(Collection<UUID> tokens, Duration lease) {
    return new HashSet<>(
        jdbc.sql(RENEW)
            .param("tokens", tokens.toArray(UUID[]::new))
            .param("lease_ms", lease.toMillis())
            .query(UUID.class)
            .list());
  }

  /**
   * Says how many candles are missing.
   *
   * @throws FetchLostException when the claim is over
   */
  void begin(ClaimedFetch fetch, long missing) {
    require(claim(BEGIN, fetch).param("missing", missing).update());
  }

  /**
   * Returns how many candles have been asked for.
   *
   * @throws FetchLostException when the claim is over
   */
  long covered(ClaimedFetch fetch) {
    return claim(
            "SELECT covered FROM fetches WHERE id = :id AND lease_token = :token AND status = 'RUNNING'",
            fetch)
        .query(Long.class)
        .optional()
        .orElseThrow(FetchStore::lost);
  }

  /**
   * Adds what a page has brought.
   *
   * @throws FetchLostException when the claim is over
   */
  void progress(ClaimedFetch fetch, long covered, long received, long inserted, long updated) {
    require(
        claim(PROGRESS, fetch)
            .param("covered", covered)
            .param("received", received)
            .param("inserted", inserted)
            .param("updated", updated)
            .update());
  }

  /**
   * Counts a request.
   *
   * @throws FetchLostException when the claim is over
   */
  void asked(ClaimedFetch fetch, long waitedMillis) {
    require(claim(ASKED, fetch).param("waited_ms", waitedMillis).update());
  }

  /**
   * Notes that the exchange did not give a page, which it is asked for again.
   *
   * @param reason what happened, for people
   * @throws FetchLostException when the claim is over
   */
  void away(ClaimedFetch fetch, String reason) {
    require(claim(AWAY, fetch).param("reason", reason).update());
  }

  /**
   * Ends a fetch.
   *
   * @param error why it failed; null when all is there
   * @param earliest the first candle that can be had; null when that is none of the reasons
   */
  void finish(ClaimedFetch fetch, @Nullable String error, @Nullable Instant earliest) {
    claim(FINISH, fetch)
        .param("status", (error == null ? FetchStatus.COMPLETED : FetchStatus.FAILED).name())
        .param("error", error)
        .param("earliest", earliest == null ? null : Timestamp.from(earliest))
        .update();
  }

  /**
   * Lets another process go on, or this one.
   *
   * @param pause after how long
   */
  void giveBack(ClaimedFetch fetch, Duration pause) {
    claim(GIVE_BACK, fetch).param("pause_ms", pause.toMillis()).update();
  }

  private JdbcClient.StatementSpec claim(String sql, ClaimedFetch fetch) {
    return jdbc.sql(sql).param("id", fetch.id()).param("token", fetch.token());
  }

  private static void require(int rows) {
    if (rows == 0) {
      throw lost();
    }
  }

  private static FetchLostException lost() {
    return new FetchLostException("the fetch was cancelled, or another process runs it");
  }

  /** Cancels a fetch; returns whether it was under way. What it has brought stays. */
  public boolean cancel(UUID id) {
    return jdbc.sql(CANCEL).param("id", id).update() == 1;
  }

  /** Returns a fetch; empty when there is none. */
  public Optional<Fetch> find(UUID id) {
    return jdbc.sql("SELECT * FROM fetches WHERE id = :id")
        .param("id", id)
        .query((row, number) -> fetch(row))
        .optional();
  }

  /**
   * Lists fetches, newest first.
   *
   * @param before id before which the list continues; null for the newest
   * @param limit the most to return
   */
  public List<Fetch> list(
      @Nullable FetchStatus status,
      @Nullable String exchange,
      @Nullable String symbol,
      @Nullable UUID before,
      int limit) {
    Conditions conditions =
        new Conditions()
            .equal("status", status == null ? null : status.name())
            .equal("exchange", exchange)
            .equal("symbol", symbol)
            .term("id < :before", "before", before);
    return conditions
        .bind(
            jdbc.sql(
                "SELECT * FROM fetches" + conditions.where() + " ORDER BY id DESC LIMIT :limit"))
        .param("limit", limit)
        .query((row, number) -> fetch(row))
        .list();
  }

  /**
   * Deletes fetches that ended long ago, some thousands at a time.
   *
   * @param age how long they are kept, such as {@code 30d}
   */
  public void forget(String age) {
    sweeper.sweep(Kind.FETCHES, KeptFor.of(age), this::forgetSome);
  }

  private Removal.Step forgetSome(Duration kept, int most) {
    return Removal.Step.of(
        jdbc.sql(FORGET).param("age_ms", kept.toMillis()).param("some", most).update(), most);
  }

  private static CandleSeries series(ResultSet row) throws SQLException {
    return new CandleSeries(
        row.getString("exchange"),
        row.getString("symbol"),
        Timeframe.of(row.getString("timeframe")).orElseThrow());
  }

  private static Fetch fetch(ResultSet row) throws SQLException {
    RowReader columns = new RowReader(row);
    return new Fetch(
        columns.requiredId("id"),
        FetchStatus.valueOf(row.getString("status")),
        series(row),
        columns.requiredInstant("from_time"),
        columns.requiredInstant("to_time"),
        row.getObject("wanted", Long.class),
        row.getLong("covered"),
        row.getLong("received"),
        row.getLong("inserted"),
        row.getLong("updated"),
        row.getLong("requests"),
        row.getLong("waited_ms"),
        row.getLong("retries"),
        row.getString("retry_reason"),
        columns.instant("waits_until"),
        columns.instant("earliest"),
        row.getString("error"),
        columns.id("job_id"),
        row.getString("created_by"),
        columns.requiredInstant("created_at"),
        columns.instant("started_at"),
        columns.instant("finished_at"));
  }
}
