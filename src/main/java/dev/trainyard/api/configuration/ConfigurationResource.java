package dev.trainyard.api.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.strategy.BacktestLimit;
import dev.trainyard.cache.ResultCache;
import dev.trainyard.configuration.ConfigurationFilter;
import dev.trainyard.configuration.ConfigurationOrder;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.pipeline.rerun.ConfigurationRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Trained configurations. */
@Component("configurationResource")
public class ConfigurationResource {
  private static final List<String> STAGES =
      List.of("PAPER", "DISCOVERY", "VALIDATION", "MATURE", "DECAY");
  private static final List<String> VERDICTS =
      List.of("EDGE", "NO_EDGE", "OVERFIT", "INSUFFICIENT_DATA");

  private final ConfigurationQueries configurations;
  private final ConfigurationRun runs;
  private final ResultCache cache;
  private final ObjectMapper json;
  private final BacktestLimit limit;

  ConfigurationResource(
      ConfigurationQueries configurations,
      ConfigurationRun runs,
      ResultCache cache,
      ObjectMapper json,
      BacktestLimit limit) {
    this.configurations = configurations;
    this.runs = runs;
    this.cache = cache;
    this.json = json;
    this.limit = limit;
  }

  /** Configurations, newest first or by a figure. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters =
        new RequestParameters(
            query,
            "strategy",
            "symbol",
            "exchange",
            "timeframe",
            "lifecycle",
            "verdict",
            "active",
            "sort");
    ConfigurationFilter filter =
        new ConfigurationFilter(
            parameters.text("strategy"),
            parameters.text("symbol"),
            parameters.text("exchange"),
            parameters.text("timeframe"),
            parameters.oneOf("lifecycle", STAGES, Function.identity()),
            parameters.oneOf("verdict", VERDICTS, Function.identity()),
            parameters.flag("active"));
    @Nullable ConfigurationOrder given =
        parameters.oneOf(
            "sort",
            List.of(ConfigurationOrder.values()),
            order -> order.name().toLowerCase(Locale.ROOT));
    ConfigurationOrder order = given == null ? ConfigurationOrder.CREATED_AT : given;
    Cursor cursor = parameters.cursor();
    ConfigurationOrder.Place after =
        cursor == null ? null : cursor.read(ConfigurationResource::place);
    int limit = parameters.limit();
    List<ConfigurationView> rows = configurations.list(filter, order, after, limit + 1);
    return Page.of(rows, limit, row -> order.figure(row) + " " + row.configId());
  }

  /** One configuration with its documents. */
  public ConfigurationView get(@Header("config_id") String configId) {
    UUID id = RequestParameters.id("config_id", configId);
    return configurations.find(id).orElseThrow(() -> NotFoundException.configuration(id));
  }

  /** The back-test of a configuration over the candles that it was trained on. */
  public Object backtest(@Header("config_id") String configId) {
    ConfigurationView configuration = get(configId);
    byte[] answer =
        cache.get(
            "backtest",
            () -> backtestInputs(configuration),
            () ->
                limit.run(
                    () -> write(ConfigurationBacktest.of(configuration, runs.run(configuration)))));
    return new JsonText(new String(answer, UTF_8));
  }

  /** What {@link ConfigurationBacktest} is made of. */
  private List<String> backtestInputs(ConfigurationView configuration) {
    List<String> inputs = new ArrayList<>(runs.identity(configuration));
    inputs.add(configuration.configId().toString());
    inputs.add(String.valueOf(configuration.requireDocuments().walkForward()));
    return inputs;
  }

  private byte[] write(ConfigurationBacktest backtest) {
    try {
      return json.writeValueAsBytes(backtest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a back-test cannot be written", e);
    }
  }

  /** A configuration on candles after its training. */
  public Object forward(@Header("config_id") String configId) {
    return ConfigurationForward.of(get(configId));
  }

  /** The document that a trading system loads. */
  public Object export(@Header("config_id") String configId) {
    return ConfigurationExport.of(get(configId));
  }

  private static ConfigurationOrder.Place place(String cursor) {
    String[] parts = cursor.split(" ", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("a place has a figure and an id");
    }
    @Nullable Double figure = parts[0].equals("null") ? null : Double.valueOf(parts[0]);
    return new ConfigurationOrder.Place(figure, new Cursor(parts[1]).id());
  }
}
