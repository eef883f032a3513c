package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;

/** The statistics behind the verdict, each with its meaning. */
final class ValidationSection implements Section {
  private static final List<Statistic> KNOWN =
      List.of(
          new Statistic(
              "psr",
              "Probabilistic Sharpe ratio of the hold-out",
              Format::share,
              "How sure it is that the true Sharpe ratio is above 0; an edge needs 95 %."),
          new Statistic(
              "dsr",
              "Deflated Sharpe ratio of the search",
              Format::share,
              "How sure it is that the winner beats the best that luck gives to as many trials;"
                  + " an edge needs 95 %."),
          new Statistic(
              "dsr_trials",
              "The same in its published form",
              Format::share,
              "With the spread of the trials as the measure of luck. For comparison; it decides"
                  + " nothing."),
          new Statistic(
              "pbo",
              "Probability of back-test overfitting",
              Format::share,
              "How often the best of one half of the time is below the middle on the other; above"
                  + " 50 % warns."),
          new Statistic(
              "p_value",
              "p-value of the timing",
              v -> Format.decimal(v, 4),
              "How often the same positions, shifted in time, earn as much; a mature configuration"
                  + " needs less than 0.05."),
          new Statistic(
              "p_value_shifts",
              "Different shifts",
              v -> Format.count(v),
              "With fewer than 20 no p-value below 0.05 is possible, and none is given."),
          new Statistic(
              "pbo_splits",
              "Ways to halve the time",
              v -> Format.count(v),
              "The probability of overfitting is a share of all of them."),
          new Statistic(
              "distinct_trials",
              "Different feasible trials",
              v -> Format.count(v),
              "The more that was tried, the better luck looks."),
          new Statistic(
              "effective_trials",
              "Worth of these in independent trials",
              v -> Format.decimal(v, 1),
              "Similar trials count for less."),
          new Statistic(
              "holdout_candles_needed",
              "Hold-out needed, candles",
              v -> Format.count(Math.ceil(v)),
              "To distinguish the in-sample Sharpe ratio from luck."),
          new Statistic(
              "candles_needed",
              "Candles needed in all",
              v -> Format.count(v),
              "For a hold-out of enough candles and trades."));

  /** Fields that are shown elsewhere, or are of use only to programs. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "verdict",
          "reasons",
          "overfitting_detected",
          "windows",
          "markets",
          "importance",
          "sensitivity",
          "trial_correlation",
          "pbo_blocks",
          "pbo_configurations");

  private static final Map<String, String> NOTES =
      Map.of(
          "stress",
          "The hold-out under worse conditions than in the search. An edge stays above 0 at"
              + " 1.5 times the costs.",
          "benchmarks",
          "Buying and holding, and random entries, on the same hold-out.",
          "intervals",
          "Where 95 of 100 hold-outs of the same kind would lie, by resampling this one in blocks.",
          "regimes",
          "The result in each kind of market.",
          "risk",
          "What the hold-out could have cost on the way.");

  private final JsonNode validation;

  ValidationSection(JsonNode configuration) {
    this.validation = configuration.path("validation");
  }

  /**
   * A figure of the validation.
   *
   * @param field name in the document
   */
  private record Statistic(
      String field, String title, DoubleFunction<String> format, String meaning) {}

  @Override
  public void write(Html html) {
    if (validation.isEmpty()) {
      return;
    }
    html.open("section", "id", "validation").element("h2", "Validation");
    known(html);
    ObjectNode others = JsonNodeFactory.instance.objectNode();
    validation
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (isElsewhere(field.getKey())) {
                return;
              }
              if (value.isObject()) {
                group(html, field.getKey(), value);
              } else {
                others.set(field.getKey(), value);
              }
            });
    new DocumentTables(html).write(others);
    html.close();
  }

  private void known(Html html) {
    if (KNOWN.stream().noneMatch(k -> validation.path(k.field).isNumber())) {
      return;
    }
    html.open("div", "class", "wide").open("table").open("tbody");
    for (Statistic statistic : KNOWN) {
      JsonNode value = validation.path(statistic.field);
      if (value.isNumber()) {
        html.open("tr")
            .element("th", statistic.title, "scope", "row")
            .element("td", statistic.format.apply(value.asDouble()), "class", "number key")
            .element("td", statistic.meaning, "class", "meaning")
            .close();
      }
    }
    html.close().close().close();
  }

  private static void group(Html html, String name, JsonNode group) {
    if (Flat.of(group).isEmpty()) {
      return;
    }
    html.element("h3", Names.words(name));
    if (NOTES.containsKey(name)) {
      html.element("p", NOTES.get(name), "class", "note");
    }
    new DocumentTables(html).write(group);
  }

  private static boolean isElsewhere(String field) {
    return ELSEWHERE.contains(field) || KNOWN.stream().anyMatch(k -> k.field.equals(field));
  }
}
