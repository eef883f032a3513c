package dev.trainyard.startup;

import dev.trainyard.retention.KeptFor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/** Explains a setting that cannot be bound: its value, and what is allowed. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {
  private static final Map<Class<?>, String> ALLOWED =
      Map.ofEntries(
          Map.entry(int.class, "a whole number"),
          Map.entry(Integer.class, "a whole number"),
          Map.entry(long.class, "a whole number"),
          Map.entry(Long.class, "a whole number"),
          Map.entry(double.class, "a number"),
          Map.entry(Double.class, "a number"),
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(Duration.class, "a time such as 5s"),
          Map.entry(KeptFor.class, "a time such as 90d, at most 36500d; or 0 or forever"),
          Map.entry(DataSize.class, "a size such as 10MB"));

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
    String own = ownRefusal(cause);
    if (own != null) {
      return new FailureAnalysis(own.endsWith(".") ? own : own + ".", null, cause);
    }
    Object value = cause.getProperty() == null ? null : cause.getProperty().getValue();
    return new FailureAnalysis(
        "%s is '%s'; it must be %s.".formatted(cause.getName(), value, allowed(cause)),
        null,
        cause);
  }

  /** Returns the settings' own reason against a readable value; null when they were not reached. */
  private static @Nullable String ownRefusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause instanceof IllegalArgumentException
          && message != null
          && message.startsWith("trainyard.")) {
        return message;
      }
    }
    return null;
  }

  private static String allowed(BindException failure) {
    Class<?> type = failure.getTarget().getType().resolve(Object.class);
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    return ALLOWED.getOrDefault(type, "a value of type " + type.getSimpleName());
  }
}
