package dev.trainyard.support;

import dev.trainyard.retention.KeptFor;
import dev.trainyard.retention.RetentionSettings;
import dev.trainyard.retention.Sweeper;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Settings of retention, and a sweeper, for tests. */
public final class SampleRetention {

  private SampleRetention() {}

  /** The defaults of the service. */
  public static RetentionSettings settings() {
    return new RetentionSettings(
        KeptFor.of("90d"),
        KeptFor.of("90d"),
        KeptFor.of("400d"),
        KeptFor.of("7d"),
        KeptFor.of("400d"),
        KeptFor.of("7d"),
        KeptFor.of("30d"),
        KeptFor.of("7d"));
  }

  /** A sweeper of a database whose events nobody hears. */
  public static Sweeper sweeper(JdbcClient jdbc, TransactionOperations transactions) {
    return new Sweeper(jdbc, transactions, removed -> {}, Clock.systemUTC());
  }
}
