package dev.trainyard.marketdata;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The stored candles as beans. */
@Configuration(proxyBeanMethods = false)
public class MarketDataBeans {

  @Bean
  CandleStore candleStore(JdbcTemplate jdbc, TransactionOperations transactions) {
    return new CandleStore(jdbc, transactions);
  }

  /** A file that has been read cannot be read again: its transaction is run once. */
  @Bean
  CandleImporter candleImporter(
      JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
    return new CandleImporter(jdbc, new TransactionTemplate(transactions), clock);
  }
}
