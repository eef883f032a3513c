package dev.trainyard.marketdata;

import dev.trainyard.market.Timeframe;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Packs candles that are rows of their own into blocks: all that an older version has stored, and
 * what SQL has added or changed through the view {@code candles}.
 *
 * <p>Each transaction packs some blocks of one series, and what is left is seen from the rows that
 * are left, so it may end anywhere and goes on in any process. One process packs at a time.
 */
public final class CandlePacking {
  private static final Logger LOG = LoggerFactory.getLogger(CandlePacking.class);

  private static final int BLOCKS_AT_ONCE = 16;

  /** Short, since a process that ends waits for it. */
  private static final Duration ROUND = Duration.ofSeconds(2);

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtext('trainyard.pack-candles'))";

  private static final String FIRST_ROW =
      """
      SELECT exchange, symbol, timeframe, time FROM candle_rows
       WHERE (exchange, symbol, timeframe, time) >= (?, ?, ?, ?) AND isfinite(time)
       ORDER BY exchange, symbol, timeframe, time
       LIMIT 1""";

  // Vacuum gives the space of the rows back, but not that of their index
  private static final String IS_TABLE_EMPTY = "SELECT pg_relation_size('candle_rows') = 0";

  private static final String IS_INDEX_LARGE =
      "SELECT pg_relation_size('candle_rows_pkey') > 1000000";

  private static final Place BEGINNING = new Place("", "", "", Long.MIN_VALUE);

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final Clock clock;
  private final Set<String> refused = new HashSet<>();
  private Place place = BEGINNING;
  private long packed;
  private boolean mayShrink = true;

  /**
   * @param transactions read committed, on the data source of {@code jdbc}
   */
  CandlePacking(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A place in the order of the rows.
   *
   * @param time microseconds since 1970
   */
  private record Place(String exchange, String symbol, String timeframe, long time) {

    Place at(long later) {
      return new Place(exchange, symbol, timeframe, later);
    }

    Optional<CandleSeries> series() {
      return Timeframe.of(timeframe)
          .filter(known -> CandleSeries.EXCHANGE.matcher(exchange).matches())
          .filter(known -> CandleSeries.SYMBOL.matcher(symbol).matches())
          .map(known -> new CandleSeries(exchange, symbol, known));
    }

    String name() {
      return "%s %s on %s".formatted(symbol, timeframe, exchange);
    }
  }

  /**
   * What a transaction has packed.
   *
   * @param candles how many
   * @param next where the next ones may be; null when there are none from its place on
   */
  private record Packed(long candles, @Nullable Place next) {}

  /** Packs for some seconds at most; does nothing while another process packs. */
  public synchronized void pack() {
    Instant end = clock.instant().plus(ROUND);
    try {
      while (clock.instant().isBefore(end) && !Thread.currentThread().isInterrupted()) {
        Optional<Packed> done = transaction(this::packFrom);
        if (done.isEmpty()) {
          return;
        }
        packed += done.get().candles();
        Place next = done.get().next();
        if (next == null) {
          finish();
          return;
        }
        place = next;
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("no candles are packed for now: {}", e.getMessage());
    }
  }

  private void finish() {
    place = BEGINNING;
    if (packed > 0) {
      LOG.info("{} candles that were rows of their own are packed into blocks", packed);
      packed = 0;
      mayShrink = true;
    }
    if (mayShrink) {
      mayShrink = transaction(CandlePacking::shrinkIndex).orElseThrow();
    }
  }

  private <T> Optional<T> transaction(ConnectionCallback<Optional<T>> work) {
    return Objects.requireNonNull(
        transactions.execute(status -> jdbc.execute(work)), "a transaction without a result");
  }

  /** Packs the next blocks; empty while another process does. */
  private Optional<Packed> packFrom(Connection connection) throws SQLException {
    if (!holds(connection, LOCK)) {
      return Optional.empty();
    }
    Place first = firstRow(connection);
    if (first == null) {
      return Optional.of(new Packed(0, null));
    }
    Optional<CandleSeries> series = first.series();
    if (series.isEmpty()) {
      if (refused.add(first.name())) {
        LOG.info("the candles of {} stay as they are, since no job can use them", first.name());
      }
      return Optional.of(new Packed(0, first.at(Long.MAX_VALUE)));
    }
    long length = CandleBlock.length(series.get().timeframe());
    long from = CandleBlock.start(first.time(), series.get().timeframe());
    long to = from + BLOCKS_AT_ONCE * length;
    CandleBlockTable table = new CandleBlockTable(connection, series.get());
    table.lock();
    return Optional.of(new Packed(table.packRows(from, to), first.at(to)));
  }

  /** Makes the index of the rows small once they are gone; true while that is left to do. */
  private static Optional<Boolean> shrinkIndex(Connection connection) throws SQLException {
    if (!holds(connection, IS_INDEX_LARGE)) {
      return Optional.of(false);
    }
    if (!holds(connection, IS_TABLE_EMPTY)) {
      return Optional.of(true);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '1s'");
      statement.execute("REINDEX INDEX candle_rows_pkey");
    }
    return Optional.of(false);
  }

  private static boolean holds(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private @Nullable Place firstRow(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_ROW)) {
      statement.setString(1, place.exchange());
      statement.setString(2, place.symbol());
      statement.setString(3, place.timeframe());
      statement.setObject(4, CandleCursor.time(place.time()));
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Place(
                row.getString(1), row.getString(2), row.getString(3), CandleCursor.micros(row, 4))
            : null;
      }
    }
  }
}
