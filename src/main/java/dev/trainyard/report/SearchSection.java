package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The course of the search: the score of each trial in order, and by each parameter. */
final class SearchSection implements Section {
  private static final double LEFT = 78;
  private static final double RIGHT = Plot.PAGE - 12.0;
  private static final double BOTTOM = 272;

  /** The most dots; more would show no more and make the page heavy. */
  private static final int MAX_DOTS = 3000;

  /** Share of the worst feasible trials that may lie below the drawn range. */
  private static final double BELOW = 0.05;

  private final List<ReportTrial> trials;
  private final JsonNode configuration;
  private final List<ReportTrial> drawn;

  SearchSection(ReportData data) {
    this.trials = data.trials();
    this.configuration = data.configuration();
    this.drawn = sample(trials);
  }

  private void writeRemoved(Html html) {
    html.open("section", "id", "search")
        .element("h2", "Search")
        .element(
            "p",
            "The %s of this search are no longer stored: they were removed when their time was over (%s), or with their job. The same request on the same candles makes the same ones again."
                .formatted(
                    Format.things(configuration.path("trials").asLong(), "trial"),
                    "trainyard.retention.trials"),
            "class",
            "note")
        .close();
  }

  @Override
  public void write(Html html) {
    if (trials.isEmpty()) {
      if (configuration.path("trials").asLong() > 0) {
        writeRemoved(html);
      }
      return;
    }
    Scale y = scores();
    String objective = Names.words(configuration.path("objective").asText("score"));
    html.open("section", "id", "search").element("h2", "Search");
    html.open("p", "class", "note")
        .text("%s of each trial on the search part. ".formatted(objective))
        .element("span", "feasible", "class", "key trial-key")
        .text(" ")
        .element("span", "infeasible: violates a constraint", "class", "key infeasible-key")
        .text(" ")
        .element("span", "best so far", "class", "key strategy-key")
        .text(" ")
        .element("span", "winner", "class", "key winner-key")
        .close();
    html.open("figure");
    Plot.open(html, Plot.PAGE, 308, "Score of each trial");
    Plot plot =
        new Plot(html, Plot.PAGE, Scale.linear(0, Math.max(1, trials.size() - 1), LEFT, RIGHT), y);
    plot.yAxis(v -> Format.decimal(v, plot.yDecimals()));
    for (double tick : plot.x().ticks(8)) {
      if (tick == Math.rint(tick)) {
        plot.text("middle", plot.x().at(tick), BOTTOM + 18, Format.count(tick));
      }
    }
    plot.text("end", RIGHT, BOTTOM + 30, "trial");
    dots(plot);
    plot.path("strategy", bestSoFar(plot));
    winner(plot);
    html.close().element("figcaption", caption(y)).close();
    html.element("h3", "Score by parameter").open("div", "class", "panels");
    for (JsonNode parameter : configuration.path("space")) {
      new ParameterPanel(parameter, configuration.path("parameters"), drawn, y).write(html);
    }
    html.close().close();
  }

  private void dots(Plot plot) {
    Marks feasible = new Marks();
    Marks infeasible = new Marks();
    for (ReportTrial trial : drawn) {
      double x = plot.x().at(trial.number());
      double at = plot.y().at(trial.score());
      if (trial.feasible()) {
        feasible.dot(x, at);
      } else {
        infeasible.cross(x, at, 2.5);
      }
    }
    plot.path("infeasible", infeasible.path()).path("trial", feasible.path());
  }

  private String bestSoFar(Plot plot) {
    StringBuilder path = new StringBuilder();
    double best = Double.NEGATIVE_INFINITY;
    for (ReportTrial trial : trials) {
      if (trial.feasible() && trial.score() > best) {
        String x = Format.pixel(plot.x().at(trial.number()));
        path.append(path.isEmpty() ? "M" : "H").append(x);
        if (best == Double.NEGATIVE_INFINITY) {
          path.append(' ').append(Format.pixel(plot.y().at(trial.score())));
        } else {
          path.append('V').append(Format.pixel(plot.y().at(trial.score())));
        }
        best = trial.score();
      }
    }
    return path.isEmpty() ? "" : path.append('H').append(Format.pixel(RIGHT)).toString();
  }

  private void winner(Plot plot) {
    ReportTrial best = best();
    if (best != null) {
      plot.path(
          "winner", new Marks().dot(plot.x().at(best.number()), plot.y().at(best.score())).path());
    }
  }

  /** Returns the best feasible trial; null when none is feasible. */
  private @Nullable ReportTrial best() {
    ReportTrial best = null;
    for (ReportTrial trial : trials) {
      if (trial.feasible() && (best == null || trial.score() > best.score())) {
        best = trial;
      }
    }
    return best;
  }

  private Scale scores() {
    double[] feasible =
        trials.stream().filter(ReportTrial::feasible).mapToDouble(ReportTrial::score).toArray();
    double[] all =
        feasible.length > 0 ? feasible : trials.stream().mapToDouble(ReportTrial::score).toArray();
    Arrays.sort(all);
    return Scale.linear(all[(int) (all.length * BELOW)], all[all.length - 1], BOTTOM, 10)
        .padded(0.06);
  }

  private String caption(Scale y) {
    long infeasible = trials.stream().filter(trial -> !trial.feasible()).count();
    long beyond = drawn.stream().filter(t -> t.score() < y.low() || t.score() > y.high()).count();
    List<String> parts = new ArrayList<>();
    ReportTrial best = best();
    if (best != null) {
      parts.add(
          "Trial %s was the best of %s, with %s."
              .formatted(
                  Format.count(best.number()),
                  Format.count(trials.size()),
                  Format.decimal(best.score(), 3)));
    }
    parts.add("%s violated a constraint.".formatted(Format.things(infeasible, "trial")));
    if (beyond > 0) {
      parts.add(
          "%s beyond the range, drawn at its edge.".formatted(Format.things(beyond, "trial")));
    }
    if (drawn.size() < trials.size()) {
      parts.add("%s are drawn, evenly chosen.".formatted(Format.things(drawn.size(), "trial")));
    }
    return String.join(" ", parts);
  }

  private static List<ReportTrial> sample(List<ReportTrial> trials) {
    if (trials.size() <= MAX_DOTS) {
      return trials;
    }
    List<ReportTrial> sample = new ArrayList<>(MAX_DOTS);
    for (int k = 0; k < MAX_DOTS; k++) {
      sample.add(trials.get((int) ((long) k * trials.size() / MAX_DOTS)));
    }
    return sample;
  }
}
