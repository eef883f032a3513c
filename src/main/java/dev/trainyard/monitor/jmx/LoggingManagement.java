package dev.trainyard.monitor.jmx;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** Reads and changes the levels of this process's log, until its end. */
@Component
@ManagedResource(
    objectName = "dev.trainyard:type=Logging",
    description = "The levels of the log, until the end of the process")
public class LoggingManagement {
  private static final String INHERITED = "INHERITED";

  private final LoggingSystem logging;

  LoggingManagement(LoggingSystem logging) {
    this.logging = logging;
  }

  @ManagedOperation(description = "Level that holds for a logger")
  @ManagedOperationParameter(
      name = "logger",
      description = "Its name, such as dev.trainyard.queue; ROOT for the one above all")
  public String getLevel(@Nullable String logger) {
    LoggerConfiguration configuration = logging.getLoggerConfiguration(named(logger));
    if (configuration == null) {
      throw new IllegalArgumentException("there is no logger " + logger);
    }
    return configuration.getEffectiveLevel().name();
  }

  @ManagedOperation(description = "Changes the level of a logger and of those below it")
  @ManagedOperationParameter(
      name = "logger",
      description = "Its name, such as dev.trainyard.queue; ROOT for the one above all")
  @ManagedOperationParameter(
      name = "level",
      description = "TRACE, DEBUG, INFO, WARN, ERROR, OFF; INHERITED: as the logger above it")
  public void setLevel(@Nullable String logger, @Nullable String level) {
    logging.setLogLevel(named(logger), level(level));
  }

  private static String named(@Nullable String logger) {
    if (logger == null || logger.isBlank()) {
      throw new IllegalArgumentException("a logger must be named; ROOT is the root logger");
    }
    return logger.strip();
  }

  /** Returns the named level; null for the level of the parent logger. */
  private static @Nullable LogLevel level(@Nullable String level) {
    String wanted = String.valueOf(level).strip().toUpperCase(Locale.ROOT);
    if (wanted.equals(INHERITED)) {
      return null;
    }
    return Arrays.stream(LogLevel.values())
        .filter(known -> known.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no level \"%s\"; use one of %s or %s"
                        .formatted(level, Arrays.toString(LogLevel.values()), INHERITED)));
  }
}
