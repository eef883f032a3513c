package dev.trainyard.marketdata;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** The stored candles as beans. */
@Configuration(proxyBeanMethods = false)
public class MarketDataConfiguration {

  @Bean
  CandleStore candleStore(JdbcTemplate jdbc, TransactionOperations transactions) {
    return new CandleStore(jdbc, transactions);
  }

  @Bean
  CandleImporter candleImporter(
      JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
    return new CandleImporter(jdbc, transactions, clock);
  }
}
