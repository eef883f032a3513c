package dev.trainyard.exchange;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keeps all processes together within the limits of exchanges. A limit of n requests in a time is n
 * slots, each of which is used again when that time is over: in no stretch of the time are there
 * more than n requests.
 */
@Repository("exchangePace")
public class ExchangePace {
  /** Requests arrive less evenly than they are sent. */
  private static final long JITTER_MILLIS = 25;

  /** A request that is sent no later than this is within the jitter. */
  private static final long LATE_MILLIS = 5;

  private static final String SLOTS =
      """
      INSERT INTO exchange_slots (exchange, slot, free_at)
      SELECT :exchange, n, 'epoch' FROM generate_series(1, :slots) AS n ON CONFLICT DO NOTHING
      """;

  private static final String TAKE =
      """
      WITH next AS (
        SELECT exchange, slot FROM exchange_slots WHERE exchange = :exchange AND slot <= :slots
        ORDER BY free_at, slot LIMIT 1 FOR UPDATE%s),
      taken AS (
        UPDATE exchange_slots AS s
        SET free_at = greatest(s.free_at, clock_timestamp()) + :per_ms * interval '1 millisecond'
        FROM next WHERE s.exchange = next.exchange AND s.slot = next.slot
        RETURNING s.slot, s.free_at)
      SELECT slot, greatest(0, extract(epoch FROM free_at - clock_timestamp()) * 1000 - :per_ms) AS wait_ms FROM taken
      """;

  /** Of two that ask at once each gets a slot of its own, not the same one a period later. */
  private static final String FREE = " SKIP LOCKED";

  private static final String ANY = "";

  private static final String NEXT_FREE =
      """
      SELECT extract(epoch FROM min(free_at) - clock_timestamp()) * 1000 FROM exchange_slots
      WHERE exchange = :exchange AND slot <= :slots
      """;

  private static final String LATER =
      """
      UPDATE exchange_slots SET free_at = free_at + :late_ms * interval '1 millisecond'
      WHERE exchange = :exchange AND slot = :slot
      """;

  private static final String PAUSE =
      """
      UPDATE exchange_slots SET free_at = greatest(free_at, clock_timestamp() + :wait_ms * interval '1 millisecond')
      WHERE exchange = :exchange
      """;

  private final JdbcClient jdbc;

  /** How many slots there are in PostgreSQL for sure, by exchange. */
  private final Map<String, Integer> slots = new ConcurrentHashMap<>();

  ExchangePace(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes the next turn to ask an exchange. */
  public Turn take(Exchange exchange) {
    int requests = exchange.limit().requests();
    long per = exchange.limit().per().toMillis() + JITTER_MILLIS;
    if (slots.getOrDefault(exchange.name(), 0) < requests) {
      makeSlots(exchange);
      slots.put(exchange.name(), requests);
    }
    Optional<Turn> turn = take(exchange, per, FREE);
    if (turn.isEmpty()) {
      // Somebody has emptied the table, or all slots are being taken at this moment
      makeSlots(exchange);
      turn = take(exchange, per, FREE).or(() -> take(exchange, per, ANY));
    }
    return turn.orElseGet(() -> new Turn(exchange.name(), 0, Duration.ofMillis(per)));
  }

  /**
   * Says that a request was sent later than its turn was, as on a busy machine. Its slot is used
   * again so much later, or the next request would come too soon after it.
   */
  public void sentLate(Turn turn, Duration late) {
    if (late.toMillis() > LATE_MILLIS) {
      jdbc.sql(LATER)
          .param("exchange", turn.exchange())
          .param("slot", turn.slot())
          .param("late_ms", late.toMillis())
          .update();
    }
  }

  private void makeSlots(Exchange exchange) {
    jdbc.sql(SLOTS)
        .param("exchange", exchange.name())
        .param("slots", exchange.limit().requests())
        .update();
  }

  private Optional<Turn> take(Exchange exchange, long per, String which) {
    return jdbc.sql(TAKE.formatted(which))
        .param("exchange", exchange.name())
        .param("slots", exchange.limit().requests())
        .param("per_ms", per)
        .query(
            (row, number) ->
                new Turn(
                    exchange.name(),
                    row.getInt("slot"),
                    Duration.ofMillis((long) Math.ceil(row.getDouble("wait_ms")))))
        .optional();
  }

  /** Returns how long it takes until anybody may ask an exchange; zero when somebody may now. */
  public Duration next(Exchange exchange) {
    Double millis =
        jdbc.sql(NEXT_FREE)
            .param("exchange", exchange.name())
            .param("slots", exchange.limit().requests())
            .query((row, number) -> row.getDouble(1))
            .single();
    return Duration.ofMillis(Math.max(0, (long) Math.ceil(millis)));
  }

  /** Leaves an exchange alone for a time. */
  public void pause(Exchange exchange, Duration wait) {
    jdbc.sql(PAUSE).param("exchange", exchange.name()).param("wait_ms", wait.toMillis()).update();
  }
}
