package dev.trainyard.route.check.vocabulary;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Checks the call of a bean's method, as a route writes it. */
public final class MethodCall {
  /** A method, optionally with arguments and an access to its result. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)\\s*(\\(.*\\))?([.?\\[].*)?", Pattern.DOTALL);

  private MethodCall() {}

  /**
   * Describes what is wrong with a call.
   *
   * @param text the method, optionally with arguments; null when the route names none
   * @param type the type of the bean
   * @return empty when the type has the method, or when that is known only later
   */
  public static Optional<String> fault(@Nullable String text, Class<?> type) {
    if (text == null || text.isBlank() || text.contains("{{") || text.startsWith("${")) {
      return Optional.empty();
    }
    Matcher call = CALL.matcher(text.strip());
    if (!call.matches()) {
      return Optional.of("'%s' is neither a method nor method(arguments)".formatted(text));
    }
    Collection<String> methods = AllowedNames.methods(type);
    return isAmong(methods, call.group("name"))
        ? Optional.empty()
        : Optional.of(AllowedNames.noMethod(call.group("name"), methods));
  }

  /** Returns whether a method is known, if need be by the name of its property. */
  private static boolean isAmong(Collection<String> methods, String name) {
    String property = StringUtils.capitalize(name);
    return Stream.of(name, "get" + property, "is" + property).anyMatch(methods::contains);
  }
}
