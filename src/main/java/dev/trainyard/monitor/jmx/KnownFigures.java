package dev.trainyard.monitor.jmx;

import dev.trainyard.monitor.QueueFigures;
import dev.trainyard.monitor.QueueFigures.Figures;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The figures as attributes show them: one that is not known is refused rather than guessed. */
@Component
class KnownFigures {
  private final QueueFigures figures;

  KnownFigures(QueueFigures figures) {
    this.figures = figures;
  }

  /**
   * One of the figures.
   *
   * @throws IllegalStateException while PostgreSQL does not answer
   */
  <T> T get(Function<Figures, T> figure) {
    Figures known =
        figures
            .current()
            .orElseThrow(
                () -> new IllegalStateException("not known while PostgreSQL does not answer"));
    return figure.apply(known);
  }

  /** Lets the next look see what has just been changed. */
  void forget() {
    figures.forget();
  }
}
