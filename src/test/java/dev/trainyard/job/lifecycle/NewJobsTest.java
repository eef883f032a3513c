package dev.trainyard.job.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.Caller;
import dev.trainyard.callback.address.SampleUrls;
import dev.trainyard.job.request.SampleStrategy;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.request.TrainingRequestReader;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * What stands in the column {@code request}, to the byte: clients are shown it, the hash of an
 * idempotency key is taken of it, and a later version reads it.
 */
class NewJobsTest {
  private static final String DEFAULTS =
      """
      {"strategy":"SAMPLE","symbol":"BTC/USDT","exchange":"binanceus","timeframe":"5m","regime":null,\
      "optimizer":"bayesian","lookback_candles":10000,"lookback_days":null,"n_iterations":200,"seed":42,"batch_size":8,\
      "objective":"sharpe_ratio","min_trades":null,"constraints":{"max_drawdown":null},"parameter_space":null,\
      "run_validation":true,"validation":{"holdout":0.3,"windows":5},"execution_model":"realistic","capital":10000.0,\
      "risk_per_trade":0.02,"sizing":"fixed","costs":{"fee_rate":0.001,"slippage_rate":0.0005,"funding_rate_8h":0.0},\
      "data_filter_config":{"enable_filtering":true,"min_volume_threshold":0.1,"min_price_movement_pct":0.01,\
      "filter_flat_candles":true,"preserve_high_volume_single_price":true},"pruning":false,"early_stop":false,\
      "warm_start_from":null,"reuse":false,"priority":"normal","timeout_seconds":1800,"max_attempts":3,"run_at":null,\
      "fetch":false,"callback_url":null,"callback_events":["completed","failed","cancelled"]}""";

  private static final String GIVEN =
      """
      {"strategy":"SAMPLE","symbol":"ETH/BTC","exchange":"kraken","timeframe":"1h","regime":"volatile",\
      "optimizer":"cmaes","lookback_candles":null,"lookback_days":99.5,"n_iterations":30,"seed":9223372036854775807,\
      "batch_size":4,"objective":"calmar_ratio","min_trades":10,"constraints":{"max_drawdown":0.25},\
      "parameter_space":{"bars":{"low":2.0,"high":3.0},"depth":{"low":0.002},"lookback":{"choices":[150,50]}},\
      "run_validation":false,"validation":{"holdout":0.2,"windows":7},"execution_model":"close-fill",\
      "capital":1000000000000,"risk_per_trade":1.0,"sizing":"compounding",\
      "costs":{"fee_rate":0.0,"slippage_rate":1.0E-12,"funding_rate_8h":-0.0001},\
      "data_filter_config":{"enable_filtering":false,"min_volume_threshold":12345678.9,"min_price_movement_pct":0.001,\
      "filter_flat_candles":false,"preserve_high_volume_single_price":false},"pruning":false,"early_stop":true,\
      "warm_start_from":null,"reuse":true,"priority":"low","timeout_seconds":60,"max_attempts":1,\
      "run_at":"2026-01-31T08:30:00.500Z","fetch":false,"callback_url":"https://example.org/x",\
      "callback_events":["failed","completed"]}""";

  /** With what a reader still refuses. */
  private static final String FULL =
      """
      {"strategy":"SAMPLE","symbol":"ETH/BTC","exchange":"kraken","timeframe":"4h","regime":"sideways",\
      "optimizer":"qmc","lookback_candles":2000,"lookback_days":null,"n_iterations":77,\
      "seed":-9223372036854775808,"batch_size":64,"objective":"expectancy","min_trades":0,\
      "constraints":{"max_drawdown":1.0},\
      "parameter_space":{"bars":{"high":3.0},"depth":{"low":0.002,"high":0.003},"lookback":{"choices":[50,"x",1.5]}},\
      "run_validation":true,"validation":{"holdout":0.9,"windows":50},"execution_model":"realistic",\
      "capital":0.01,"risk_per_trade":1.0E-10,"sizing":"fixed",\
      "costs":{"fee_rate":0.1,"slippage_rate":0.0,"funding_rate_8h":0.1},\
      "data_filter_config":{"enable_filtering":true,"min_volume_threshold":0.0,"min_price_movement_pct":100.0,\
      "filter_flat_candles":false,"preserve_high_volume_single_price":true},\
      "pruning":true,"early_stop":false,"warm_start_from":"01890a5d-ac96-774b-bcce-b302099a8057","reuse":false,\
      "priority":"high","timeout_seconds":43200,"max_attempts":10,"run_at":"2026-01-31T08:30:00.123456789Z",\
      "fetch":true,"callback_url":"https://example.org/x?y=%20","callback_events":["cancelled"]}""";

  private static final String SEVERAL =
      DEFAULTS.replace(
          "\"symbol\":\"BTC/USDT\"",
          "\"symbol\":null,\"symbols\":[\"BTC/USDT\",\"ETH/USDT\"],\"across\":\"median\"");

  private final ObjectMapper json = mapper();
  private final NewJobs newJobs = new NewJobs(json);
  private final TrainingRequestReader reader =
      new TrainingRequestReader(
          SampleStrategy.CATALOG, json, id -> Optional.empty(), SampleUrls.strict());

  @Test
  void whatIsNotGivenIsStoredAsItsDefault() {
    assertThat(stored("{\"strategy\": \"SAMPLE\", \"symbol\": \"BTC/USDT\"}").requestJson())
        .isEqualTo(DEFAULTS);
  }

  @Test
  void whatIsGivenIsStoredInTheOrderOfTheFieldsWithItsNumbersSpeltOneWay() {
    String body =
        """
        {"min_trades": 1e1, "symbol": "ETH/BTC", "strategy": "SAMPLE", "exchange": "kraken", "timeframe": "1h",
         "regime": "volatile", "optimizer": "cmaes", "lookback_days": 99.50, "n_iterations": 30.0,
         "seed": 9223372036854775807, "batch_size": 4, "objective": "calmar_ratio",
         "constraints": {"max_drawdown": 0.25}, "run_validation": false,
         "parameter_space": {"lookback": {"choices": [150, 50]}, "bars": {"high": 3, "low": 2}, "depth": {"low": 2e-3}},
         "validation": {"windows": 7, "holdout": 2e-1}, "execution_model": "close-fill", "capital": 1e12,
         "risk_per_trade": 1, "sizing": "compounding",
         "costs": {"funding_rate_8h": -0.0001, "slippage_rate": 1e-12, "fee_rate": 0},
         "data_filter_config": {"preserve_high_volume_single_price": false, "filter_flat_candles": false,
           "min_price_movement_pct": 0.001, "min_volume_threshold": 12345678.9, "enable_filtering": false},
         "early_stop": true, "reuse": true, "priority": "low", "timeout_seconds": 60, "max_attempts": 1,
         "run_at": "2026-01-31T10:30:00.5+02:00", "callback_events": ["failed", "completed"],
         "callback_url": "https://example.org/x"}
        """;

    assertThat(stored(body).requestJson()).isEqualTo(GIVEN);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatIsStoredIsReadAndStoredAlike(String request) throws JsonProcessingException {
    TrainingRequest read = json.readValue(request, TrainingRequest.class);

    assertThat(
            newJobs
                .of(
                    new TrainingRequestReader.Checked(read, new SampleStrategy().space()),
                    Caller.ROUTE,
                    null)
                .requestJson())
        .isEqualTo(request);
  }

  @Test
  void severalSymbolsStandAfterTheirAbsentOne() {
    assertThat(
            stored("{\"strategy\": \"SAMPLE\", \"symbols\": [\"ETH/USDT\", \"BTC/USDT\"]}")
                .requestJson())
        .isEqualTo(SEVERAL);
  }

  private static Stream<String> documents() {
    return Stream.of(DEFAULTS, GIVEN, FULL, SEVERAL);
  }

  private NewJob stored(String body) {
    return newJobs.of(reader.read(body.getBytes(UTF_8)), Caller.ROUTE, null);
  }

  /** The mapper of the service. */
  private static ObjectMapper mapper() {
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(ServiceJson.class)) {
      return context.getBean(ObjectMapper.class);
    }
  }

  @Configuration
  @Import(JacksonAutoConfiguration.class)
  @ComponentScan(
      basePackages = "dev.trainyard.api",
      useDefaultFilters = false,
      includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.JsonBeans"))
  static class ServiceJson {}
}
