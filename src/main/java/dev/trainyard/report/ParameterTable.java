package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** The winner's parameters, their position within their bounds, and their importance. */
final class ParameterTable implements Section {
  private static final double BAR = 120;

  /** Share of the range within which a value counts as at an end. */
  private static final double AT_THE_END = 0.01;

  private final JsonNode space;
  private final JsonNode winner;
  private final JsonNode importance;
  private final JsonNode sensitivity;
  private final JsonNode moved;

  ParameterTable(JsonNode configuration) {
    this.space = configuration.path("space");
    this.winner = configuration.path("parameters");
    this.importance = configuration.at("/validation/importance");
    this.sensitivity = configuration.at("/validation/sensitivity");
    this.moved = sensitivity.path("parameters");
  }

  @Override
  public void write(Html html) {
    if (winner.isEmpty()) {
      return;
    }
    html.open("section", "id", "parameters").element("h2", "Parameters");
    List<String> atTheEnd = new ArrayList<>();
    html.open("div", "class", "wide").open("table");
    head(html);
    html.open("tbody");
    winner
        .properties()
        .forEach(
            value -> {
              JsonNode parameter = parameter(value.getKey());
              if (isAtTheEnd(parameter, value.getValue())) {
                atTheEnd.add(value.getKey());
              }
              row(html, value.getKey(), value.getValue(), parameter);
            });
    html.close().close().close();
    if (!atTheEnd.isEmpty()) {
      html.element(
          "p",
          "At the end of its bounds, so that better values may lie beyond: "
              + String.join(", ", atTheEnd)
              + ".",
          "class",
          "note");
    }
    plateau(html);
    html.close();
  }

  private void head(Html html) {
    html.open("thead").open("tr");
    html.element("th", "Parameter").element("th", "Winner", "class", "number key");
    html.element("th", "Lowest", "class", "number");
    html.element("th", "", "class", "bar").element("th", "Highest");
    if (importance.isObject()) {
      html.element("th", "Importance", "class", "bar");
    }
    if (moved.isObject()) {
      html.element("th", "Score when moved");
    }
    html.element("th", "What it does").close().close();
  }

  private void row(Html html, String name, JsonNode value, JsonNode parameter) {
    html.open("tr").element("th", name, "scope", "row");
    html.element("td", Format.value(value), "class", "number key");
    if (parameter.path("choices").isArray()) {
      List<String> choices = new ArrayList<>();
      parameter.path("choices").forEach(choice -> choices.add(Format.value(choice)));
      html.element("td", "one of " + String.join(", ", choices), "colspan", "3");
    } else if (parameter.path("low").isNumber()) {
      html.element("td", Format.value(parameter.path("low")), "class", "number");
      html.open("td", "class", "bar");
      position(html, parameter, value);
      html.close().element("td", Format.value(parameter.path("high")));
    } else {
      html.element("td", "", "colspan", "3");
    }
    importance(html, name);
    moved(html, name);
    html.element("td", parameter.path("description").asText(), "class", "meaning").close();
  }

  private static void position(Html html, JsonNode parameter, JsonNode value) {
    Scale scale = scale(parameter);
    double x = scale.at(value.asDouble());
    Plot.open(html, BAR, 14, "Place between the bounds");
    html.empty("path", "class", "track", "d", "M4 7H" + Format.pixel(BAR - 4));
    html.empty("path", "class", "winner", "d", new Marks().dot(x, 7).path());
    html.close();
  }

  private static Scale scale(JsonNode parameter) {
    double low = parameter.path("low").asDouble();
    double high = parameter.path("high").asDouble();
    return parameter.path("log").asBoolean()
        ? Scale.logarithmic(low, high, 4, BAR - 4)
        : Scale.linear(low, high, 4, BAR - 4);
  }

  private static boolean isAtTheEnd(JsonNode parameter, JsonNode value) {
    if (!parameter.path("low").isNumber() || !value.isNumber()) {
      return false;
    }
    double place = (scale(parameter).at(value.asDouble()) - 4) / (BAR - 8);
    return place < AT_THE_END || place > 1 - AT_THE_END;
  }

  private void importance(Html html, String name) {
    if (!importance.isObject()) {
      return;
    }
    html.open("td", "class", "bar");
    JsonNode share = importance.path(name);
    if (share.isNumber()) {
      double bounded = Math.max(0, Math.min(1, share.asDouble()));
      Plot.open(html, BAR, 14, "Importance");
      html.empty(
          "path", "class", "share", "d", new Marks().box(0, 2, bounded * (BAR - 50), 10).path());
      html.element(
          "text",
          Format.share(share.asDouble()),
          "x",
          Format.pixel(bounded * (BAR - 50) + 5),
          "y",
          "11");
      html.close();
    }
    html.close();
  }

  private void moved(Html html, String name) {
    if (!moved.isObject()) {
      return;
    }
    List<String> scores = new ArrayList<>();
    if (moved.path(name).path(0).isNumber()) {
      scores.add("down " + Format.decimal(moved.path(name).path(0).asDouble(), 2));
    }
    if (moved.path(name).path(1).isNumber()) {
      scores.add("up " + Format.decimal(moved.path(name).path(1).asDouble(), 2));
    }
    html.element("td", String.join(", ", scores));
  }

  private void plateau(Html html) {
    JsonNode plateau = sensitivity.path("plateau");
    if (!plateau.isNumber()) {
      return;
    }
    html.open("p", "class", "note")
        .text("With one parameter at a time moved a little, ")
        .element("b", Format.share(plateau.asDouble()))
        .text(
            " of %s that meet the constraints keep at least 80 % of the winner's score. A plateau deserves more trust than a peak, which may be noise."
                .replace(
                    "%s",
                    Format.things(sensitivity.path("feasible_neighbours").asLong(), "neighbour")))
        .close();
  }

  private JsonNode parameter(String name) {
    for (JsonNode parameter : space) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter;
      }
    }
    return MissingNode.getInstance();
  }
}
