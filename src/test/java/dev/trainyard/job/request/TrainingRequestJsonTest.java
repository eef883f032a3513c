package dev.trainyard.job.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.callback.CallbackEvent;
import dev.trainyard.job.Priority;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.Objective;
import dev.trainyard.validation.split.ValidationSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code NewJobsTest} tests the order and the spelling of the stored fields. */
class TrainingRequestJsonTest {
  private static final TrainingRequest FULL =
      new TrainingRequest(
          "S",
          new TrainingRequest.Data(
              List.of("ETH/BTC"),
              Optional.empty(),
              "kraken",
              Timeframe.H4,
              new Lookback.Days(99.5),
              new CandleFilter(true, 1, 2, false, true),
              Optional.of(Regime.SIDEWAYS)),
          new TrainingRequest.Search(
              "qmc",
              77,
              -5,
              16,
              Objective.EXPECTANCY,
              OptionalInt.of(0),
              OptionalDouble.of(0.25),
              Optional.of(
                  Map.of(
                      "depth", new TrainingRequest.Bounds(0.002, null, null),
                      "lookback", new TrainingRequest.Bounds(null, null, List.of(50, "x")))),
              true,
              false,
              Optional.of(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"))),
          new TrainingRequest.Execution(
              ExecutionModel.CLOSE_FILL, 500, 0.03, Sizing.COMPOUNDING, new Costs(0.1, 0.2, 0.3)),
          new TrainingRequest.Validation(false, new ValidationSettings(0.4, 7)),
          new TrainingRequest.Delivery(
              Priority.LOW,
              60,
              1,
              Optional.of(Instant.parse("2026-01-31T08:30:00.123456789Z")),
              false,
              true,
              Optional.of("https://example.org/x"),
              List.of(CallbackEvent.FAILED, CallbackEvent.COMPLETED),
              false));

  private final ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();

  @Test
  void everyFieldIsReadIntoItsPlace() throws JsonProcessingException {
    String text =
        """
        {"strategy": "S", "symbol": "ETH/BTC", "exchange": "kraken", "timeframe": "4h", "regime": "sideways",
         "optimizer": "qmc", "lookback_candles": null, "lookback_days": 99.5, "n_iterations": 77, "seed": -5,
         "batch_size": 16, "objective": "expectancy", "min_trades": 0, "constraints": {"max_drawdown": 0.25},
         "parameter_space": {"depth": {"low": 0.002}, "lookback": {"choices": [50, "x"]}}, "run_validation": false,
         "validation": {"holdout": 0.4, "windows": 7}, "execution_model": "close-fill", "capital": 500,
         "risk_per_trade": 0.03, "sizing": "compounding",
         "costs": {"fee_rate": 0.1, "slippage_rate": 0.2, "funding_rate_8h": 0.3},
         "data_filter_config": {"enable_filtering": true, "min_volume_threshold": 1, "min_price_movement_pct": 2,
           "filter_flat_candles": false, "preserve_high_volume_single_price": true},
         "pruning": true, "early_stop": false, "warm_start_from": "01890a5d-ac96-774b-bcce-b302099a8057",
         "reuse": false, "priority": "low", "timeout_seconds": 60, "max_attempts": 1,
         "run_at": "2026-01-31T08:30:00.123456789Z", "fetch": true, "callback_url": "https://example.org/x",
         "callback_events": ["failed", "completed"], "distribute": false}
        """;

    assertThat(json.readValue(text, TrainingRequest.class)).isEqualTo(FULL);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws JsonProcessingException {
    TrainingRequest plain = SampleRequests.of("SAMPLE", Priority.HIGH);

    assertThat(reread(FULL)).isEqualTo(FULL);
    assertThat(reread(plain)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "timeframe, 7m",
    "regime, BULL",
    "objective, luck",
    "execution_model, perfect",
    "sizing, all-in",
    "priority, urgent"
  })
  void aNameThatThisVersionDoesNotKnowIsTold(String field, String name) {
    ObjectNode document = json.valueToTree(FULL);
    document.put(field, name);

    assertThatThrownBy(() -> json.treeToValue(document, TrainingRequest.class))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("there is no %s %s".formatted(field, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "strategy",
        "symbol",
        "exchange",
        "timeframe",
        "optimizer",
        "objective",
        "constraints",
        "validation",
        "execution_model",
        "sizing",
        "costs",
        "data_filter_config",
        "priority"
      })
  void aFieldThatIsMissingIsTold(String field) {
    ObjectNode document = json.valueToTree(FULL);
    document.remove(field);

    assertThatThrownBy(() -> json.treeToValue(document, TrainingRequest.class))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining(field + " is missing");
  }

  @Test
  void aRequestLooksBackByCandlesOrByDays() {
    ObjectNode document = json.valueToTree(FULL);
    document.putNull("lookback_days");

    assertThatThrownBy(() -> json.treeToValue(document, TrainingRequest.class))
        .hasMessageContaining("lookback_candles is missing");
  }

  private TrainingRequest reread(TrainingRequest request) throws JsonProcessingException {
    return json.readValue(json.writeValueAsString(request), TrainingRequest.class);
  }
}
