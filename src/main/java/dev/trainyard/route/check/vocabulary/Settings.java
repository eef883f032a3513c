package dev.trainyard.route.check.vocabulary;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** The settings that {@code {{placeholders}}} of routes name. */
public final class Settings {
  private static final String OWN = "trainyard.";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}:?!]+)\\}\\}");

  private final ConfigurableEnvironment environment;

  /** The settings of an environment. */
  public Settings(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /** The value of a setting, null without. */
  public String value(String name) {
    return environment.getProperty(name);
  }

  /** A text with the settings that it names; what is not set stays as it is written. */
  public String resolve(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String value = value(found.group(1));
              return Matcher.quoteReplacement(value == null ? found.group() : value);
            });
  }

  /** The service's settings that have a value. */
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
