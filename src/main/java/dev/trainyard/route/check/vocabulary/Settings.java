package dev.trainyard.route.check.vocabulary;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** The settings that routes name in {@code {{placeholders}}}. */
public final class Settings {
  private static final String OWN = "trainyard.";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}:?!]+)\\}\\}");

  private final ConfigurableEnvironment environment;

  /** Creates a view of the settings of an environment. */
  public Settings(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /** Returns the value of a setting; null when it is not set. */
  public @Nullable String value(String name) {
    return environment.getProperty(name);
  }

  /** Replaces the placeholders of a text; those that are not set stay as written. */
  public String resolve(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String value = value(found.group(1));
              return Matcher.quoteReplacement(value == null ? found.group() : value);
            });
  }

  /** Returns the names of the service's settings that have a value. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    environment.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .map(EnumerablePropertySource.class::cast)
        .forEach(
            source ->
                Arrays.stream(source.getPropertyNames())
                    .filter(name -> name.startsWith(OWN))
                    .forEach(names::add));
    return names;
  }
}
