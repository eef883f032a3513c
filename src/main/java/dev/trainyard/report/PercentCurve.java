package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** An account over time, in percent of what it began with. */
final class PercentCurve {
  private final long[] time;
  private final double[] percent;
  private double low;
  private double high;

  /**
   * Reads a curve of a configuration.
   *
   * @param points at least one: a time, and the account as a multiple of what it began with
   */
  PercentCurve(JsonNode points) {
    time = new long[points.size()];
    percent = new double[time.length];
    for (int i = 0; i < time.length; i++) {
      time[i] = Instant.parse(points.get(i).path(0).asText()).toEpochMilli();
      percent[i] = (points.get(i).path(1).asDouble() - 1) * 100;
      low = Math.min(low, percent[i]);
      high = Math.max(high, percent[i]);
    }
  }

  /** Returns the scale of its whole time. */
  Scale time(double left, double right) {
    return Scale.time(time[0], time[time.length - 1], left, right);
  }

  /** Draws it with its axes and the line at which it began; returns the drawing. */
  Plot draw(Html html, Scale x, double top, double bottom) {
    Plot plot = new Plot(html, Plot.PAGE, x, Scale.linear(low, high, bottom, top).padded(0.05));
    plot.yAxis(v -> Format.decimal(v, plot.yDecimals()) + "\u00A0%").timeAxis();
    plot.line("zero", x.from(), plot.y().at(0), x.to(), plot.y().at(0));
    return plot.path("strategy", Curve.path(time, percent, x, plot.y()));
  }

  /** Returns where it ends. */
  double last() {
    return percent[percent.length - 1];
  }
}
