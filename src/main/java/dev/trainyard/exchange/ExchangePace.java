package dev.trainyard.exchange;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keeps all processes together within the limits of exchanges. A limit of n requests in a time is n
 * slots, each of which is used again that time after its answer has come: however long requests are
 * on their way, in no stretch of the time do more than n arrive.
 */
@Repository("exchangePace")
public class ExchangePace {
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

  private static final String AGAIN =
      """
      UPDATE exchange_slots SET free_at = greatest(free_at, clock_timestamp() + :per_ms * interval '1 millisecond')
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
    long per = exchange.limit().per().toMillis();
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
    return turn.orElseGet(() -> new Turn(0, Duration.ofMillis(per)));
  }

  /**
   * Says that a request has its answer. It may have been sent late, as on a busy machine, or have
   * been long on its way, but it had arrived by now: a period from now on its slot is used again.
   */
  public void answered(Exchange exchange, Turn turn) {
    jdbc.sql(AGAIN)
        .param("exchange", exchange.name())
        .param("slot", turn.slot())
        .param("per_ms", exchange.limit().per().toMillis())
        .update();
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
