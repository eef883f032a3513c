package dev.trainyard.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Keeps Camel and Tomcat from logging what ends a start. The failure reaches Spring Boot, which has
 * it reported in one line or, when it is unexpected, logs it itself.
 */
class StartFailureLog implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
        && logback.getTurboFilterList().stream().noneMatch(StartLines.class::isInstance)) {
      logback.addTurboFilter(new StartLines());
    }
  }

  /** Drops the lines of contexts that could not start. */
  static final class StartLines extends TurboFilter {
    /** The beginning of the line to drop, by logger. */
    private static final Map<String, String> LINES =
        Map.of(
            "org.apache.camel.impl.engine.AbstractCamelContext",
            "Error starting CamelContext",
            "org.springframework.boot.web.embedded.tomcat.TomcatStarter",
            "Error starting Tomcat context");

    @Override
    public FilterReply decide(
        Marker marker,
        Logger logger,
        Level level,
        String format,
        Object[] arguments,
        Throwable failure) {
      String line = level == Level.ERROR ? LINES.get(logger.getName()) : null;
      return line != null && format != null && format.startsWith(line)
          ? FilterReply.DENY
          : FilterReply.NEUTRAL;
    }
  }
}
