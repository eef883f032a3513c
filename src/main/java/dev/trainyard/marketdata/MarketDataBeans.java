package dev.trainyard.marketdata;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Beans for the stored candles. */
@Configuration(proxyBeanMethods = false)
public class MarketDataBeans {

  @Bean
  CandleStore candleStore(JdbcTemplate jdbc, TransactionOperations transactions) {
    return new CandleStore(jdbc, transactions);
  }

  @Bean
  CandlePacking candlePacking(JdbcTemplate jdbc, TransactionOperations transactions, Clock clock) {
    return new CandlePacking(jdbc, transactions, clock);
  }

  @Bean
  SeriesQueries seriesQueries(JdbcTemplate jdbc, TransactionOperations transactions) {
    return new SeriesQueries(jdbc, transactions);
  }

  @Bean
  CandleVersions candleVersions(JdbcClient jdbc) {
    return new CandleVersions(jdbc);
  }

  /** A file cannot be read twice, so its transaction is not retried. */
  @Bean
  CandleImporter candleImporter(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    return new CandleImporter(jdbc, new TransactionTemplate(transactions));
  }
}
