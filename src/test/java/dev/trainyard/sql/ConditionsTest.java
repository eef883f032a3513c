package dev.trainyard.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ConditionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BTC/USDT                   | BTC/USDT
          ETH/USDT,BTC/USDT          | BTC/USDT,ETH/USDT
          ETH/USDT, BTC/USDT,SOL/USD | BTC/USDT,ETH/USDT,SOL/USD
          ETH/USDT,BTC/USDT,ETH/USDT | BTC/USDT,ETH/USDT
          """)
  void marketsAreFoundInWhateverOrderTheyAreWritten(String written, String stored) {
    Conditions conditions = new Conditions().markets("symbol", written);
    JdbcClient.StatementSpec statement = mock();

    conditions.bind(statement);

    assertThat(conditions.where()).isEqualTo(" WHERE symbol = :symbol");
    verify(statement).params(Map.of("symbol", stored));
  }

  @Test
  void withoutMarketsThereIsNoCondition() {
    assertThat(new Conditions().markets("symbol", null).where()).isEmpty();
  }
}
