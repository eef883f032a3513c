package dev.trainyard.monitor.jmx;

import dev.trainyard.monitor.QueueFigures;
import dev.trainyard.monitor.QueueFigures.Figures;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Provides the figures of attributes; throws rather than guesses when a figure is unknown. */
@Component
class KnownFigures {
  private final QueueFigures figures;

  KnownFigures(QueueFigures figures) {
    this.figures = figures;
  }

  /**
   * Returns a figure.
   *
   * @throws IllegalStateException while PostgreSQL does not answer
   */
  <T> T get(Function<Figures, T> figure) {
    Figures known =
        figures
            .current()
            .orElseThrow(
                () -> new IllegalStateException("unknown while PostgreSQL does not answer"));
    return figure.apply(known);
  }

  /** Discards the cached figures, so that the next call sees a change that has just been made. */
  void forget() {
    figures.forget();
  }
}
