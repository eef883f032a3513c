package dev.trainyard.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Keeps Camel from logging with its stack what ends a start: the failure reaches Spring Boot, which
 * has it told in one line or, if nobody foresaw it, logs it itself.
 */
class StartFailureLog implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
        && logback.getTurboFilterList().stream().noneMatch(CamelStart.class::isInstance)) {
      logback.addTurboFilter(new CamelStart());
    }
  }

  /** Drops the line of a context that could not start. */
  static final class CamelStart extends TurboFilter {
    private static final String LOGGER = "org.apache.camel.impl.engine.AbstractCamelContext";
    private static final String LINE = "Error starting CamelContext";

    @Override
    public FilterReply decide(
        Marker marker,
        Logger logger,
        Level level,
        String format,
        Object[] arguments,
        Throwable failure) {
      return level == Level.ERROR
              && format != null
              && format.startsWith(LINE)
              && logger.getName().equals(LOGGER)
          ? FilterReply.DENY
          : FilterReply.NEUTRAL;
    }
  }
}
