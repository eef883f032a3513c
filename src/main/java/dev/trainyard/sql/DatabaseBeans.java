package dev.trainyard.sql;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Beans that run statements in PostgreSQL; Boot builds its other templates and clients on these.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {

  @Bean
  VictimRetry victimRetry() {
    return new VictimRetry();
  }

  @Bean
  JdbcTemplate jdbcTemplate(DataSource dataSource, VictimRetry retry) {
    return new RetryingJdbcTemplate(dataSource, retry);
  }

  @Bean
  FlywayConfigurationCustomizer migrationsLeaveTheSessionAlone() {
    return flyway -> flyway.dataSource(new MigrationDataSource(flyway.getDataSource()));
  }

  @Bean
  FlywayMigrationStrategy migrationsKnowTheirBounds() {
    return Migrations::migrate;
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new SettledTransactionManager(dataSource);
  }

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager manager, VictimRetry retry) {
    return new RetryingTransactionTemplate(manager, retry);
  }

  @Bean
  Snapshot snapshot(TransactionTemplate transactions, JdbcTemplate jdbc) {
    return new Snapshot(transactions, jdbc);
  }
}
