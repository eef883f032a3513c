package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The scores of trials by the value of one parameter. */
final class ParameterPanel {
  private static final double WIDTH = 330;
  private static final double HEIGHT = 170;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 8;
  private static final double BOTTOM = HEIGHT - 24;
  private static final int MAX_DOTS = 600;

  private final JsonNode parameter;
  private final JsonNode winner;
  private final List<ReportTrial> trials;
  private final Scale scores;
  private final String name;
  private final double left;

  /**
   * @param parameter entry of the parameter in the space
   * @param winner the winner's values by name
   * @param scores range of scores to draw
   */
  ParameterPanel(JsonNode parameter, JsonNode winner, List<ReportTrial> trials, Scale scores) {
    this.parameter = parameter;
    this.name = parameter.path("name").asText();
    this.winner = winner.path(name);
    int step = (trials.size() + MAX_DOTS - 1) / MAX_DOTS;
    List<ReportTrial> some = new ArrayList<>();
    for (int i = 0; i < trials.size(); i += step) {
      some.add(trials.get(i));
    }
    this.trials = some;
    Scale y = new Scale(scores.low(), scores.high(), BOTTOM, TOP, false);
    this.scores = y;
    this.left = Plot.left(y, v -> Format.decimal(v, Plot.decimals(y)));
  }

  void write(Html html) {
    html.open("figure");
    html.open("figcaption").element("b", name);
    if (!winner.isMissingNode()) {
      html.text(" = " + Format.value(winner));
    }
    html.close();
    Plot.open(html, WIDTH, HEIGHT, "Score by " + name);
    Plot plot = new Plot(html, WIDTH, values(), scores);
    plot.yAxis(v -> Format.decimal(v, plot.yDecimals()));
    ends(plot);
    if (!winner.isMissingNode()) {
      double x = plot.x().at(place(winner));
      plot.line("winner-line", x, TOP, x, BOTTOM);
    }
    Marks feasible = new Marks();
    Marks infeasible = new Marks();
    for (ReportTrial trial : trials) {
      JsonNode value = trial.parameters().path(name);
      if (value.isMissingNode()) {
        continue;
      }
      double x = plot.x().at(place(value));
      double y = plot.y().at(trial.score());
      if (trial.feasible()) {
        feasible.dot(x, y);
      } else {
        infeasible.cross(x, y, 2);
      }
    }
    plot.path("infeasible", infeasible.path()).path("trial", feasible.path());
    html.close().close();
  }

  private boolean isCategorical() {
    return parameter.path("choices").isArray();
  }

  private Scale values() {
    if (isCategorical()) {
      return Scale.linear(-0.5, parameter.path("choices").size() - 0.5, left, RIGHT);
    }
    double low = parameter.path("low").asDouble();
    double high = parameter.path("high").asDouble();
    return parameter.path("log").asBoolean()
        ? Scale.logarithmic(low, high, left + 4, RIGHT - 4)
        : Scale.linear(low, high, left + 4, RIGHT - 4);
  }

  private double place(JsonNode value) {
    if (!isCategorical()) {
      return value.asDouble();
    }
    JsonNode choices = parameter.path("choices");
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i).asText().equals(value.asText())) {
        return i;
      }
    }
    return -0.5;
  }

  private void ends(Plot plot) {
    JsonNode choices = parameter.path("choices");
    double y = HEIGHT - 8;
    if (choices.isArray()) {
      for (int i = 0; i < choices.size(); i++) {
        plot.text("middle", plot.x().at(i), y, Format.value(choices.get(i)));
      }
      return;
    }
    plot.text("start", left, y, Format.value(parameter.path("low")));
    plot.text("end", RIGHT, y, Format.value(parameter.path("high")));
    if (parameter.path("log").asBoolean()) {
      plot.text("middle", (left + RIGHT) / 2, y, "logarithmic");
    }
  }
}
