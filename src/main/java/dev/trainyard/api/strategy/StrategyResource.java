package dev.trainyard.api.strategy;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.json.UserText;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.SpaceJson;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The strategies that can be trained. */
@Component("strategyResource")
public class StrategyResource {
  private final StrategyCatalog strategies;

  StrategyResource(StrategyCatalog strategies) {
    this.strategies = strategies;
  }

  /**
   * A strategy.
   *
   * @param name its name
   * @param description what it looks for
   * @param directions sides that it can signal
   * @param defaultMinTrades fewest trades of a feasible trial when the request does not say
   * @param parameters its parameters
   */
  public record View(
      String name,
      String description,
      List<String> directions,
      int defaultMinTrades,
      List<Map<String, Object>> parameters) {

    private static View of(Strategy strategy) {
      return new View(
          strategy.name(),
          strategy.description(),
          strategy.directions().stream().map(Enum::name).sorted().toList(),
          strategy.defaultMinTrades(),
          SpaceJson.toList(strategy.space()));
    }
  }

  /** All strategies by name. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters = new RequestParameters(query);
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<View> rows =
        strategies.all().stream()
            .filter(strategy -> cursor == null || strategy.name().compareTo(cursor.text()) > 0)
            .limit(limit + 1L)
            .map(View::of)
            .toList();
    return Page.of(rows, limit, View::name);
  }

  /** One strategy. */
  public View get(@Header("name") String name) {
    return strategies
        .find(name)
        .map(View::of)
        .orElseThrow(() -> new NotFoundException(strategies.unknown(UserText.shown(name))));
  }
}
