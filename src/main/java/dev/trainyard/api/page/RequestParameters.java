package dev.trainyard.api.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.json.TimeField;
import dev.trainyard.json.UserText;
import dev.trainyard.text.UuidText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The query parameters of an operation, read from the query string alone: Camel mixes them with the
 * HTTP headers. One that the operation does not know is refused, since ignoring a misspelled filter
 * would answer another question.
 */
public final class RequestParameters {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  /** Digits alone, and no more than are read quickly. */
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,1000}");

  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads the parameters of a list.
   *
   * @param query raw query string; null for none
   * @param filters parameters that the list knows beside {@code limit} and {@code cursor}
   */
  public RequestParameters(@Nullable String query, String... filters) {
    this(knownToList(filters), query);
  }

  private RequestParameters(Set<String> known, @Nullable String query) {
    UriComponentsBuilder.newInstance()
        .query(query)
        .build()
        .getQueryParams()
        .forEach(
            (encodedName, given) -> {
              String name = decoded("query", encodedName);
              if (!known.contains(name)) {
                throw new InvalidParameterException(
                    UserText.shown(name),
                    known.isEmpty()
                        ? "unknown query parameter; there are none here"
                        : "unknown query parameter; " + UserText.suggestion(name, known));
              }
              if (given.size() > 1) {
                throw new InvalidParameterException(name, "must be given once");
              }
              values.put(name, decoded(name, given.get(0) == null ? "" : given.get(0)));
            });
  }

  /**
   * Reads the parameters of an operation that is no list.
   *
   * @param query raw query string; null for none
   * @param names parameters that the operation knows
   */
  public static RequestParameters of(@Nullable String query, String... names) {
    return new RequestParameters(new TreeSet<>(Arrays.asList(names)), query);
  }

  private static Set<String> knownToList(String... filters) {
    Set<String> known = new TreeSet<>(Arrays.asList(filters));
    known.addAll(List.of("limit", "cursor"));
    return known;
  }

  /**
   * Refuses all query parameters, for an operation that has none.
   *
   * @param query raw query string; null for none
   */
  public static void none(@Nullable String query) {
    new RequestParameters(Set.of(), query);
  }

  /** The id in a path. */
  public static UUID id(String name, @Nullable String text) {
    if (!UuidText.isUuid(text)) {
      throw new InvalidParameterException(
          name, "must be a UUID, not \"%s\"".formatted(UserText.shown(String.valueOf(text))));
    }
    return UUID.fromString(text);
  }

  /** A text, null when it is not given. */
  public @Nullable String text(String name) {
    return values.get(name);
  }

  /** A UUID, null when it is not given. */
  public @Nullable UUID id(String name) {
    return values.containsKey(name) ? id(name, values.get(name)) : null;
  }

  /** One of some values, null when it is not given. */
  public <T> @Nullable T oneOf(String name, List<T> allowed, Function<T, String> label) {
    String given = values.get(name);
    return given == null ? null : oneOf(name, given, allowed, label);
  }

  private static <T> T oneOf(
      String name, String given, List<T> allowed, Function<T, String> label) {
    return allowed.stream()
        .filter(value -> label.apply(value).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidParameterException(
                    name,
                    "must be one of %s, not \"%s\""
                        .formatted(
                            String.join(", ", allowed.stream().map(label).toList()),
                            UserText.shown(given))));
  }

  /** One of the constants of an enum by its name, null when it is not given. */
  public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    return oneOf(name, List.of(type.getEnumConstants()), Enum::name);
  }

  /** True or false, null when it is not given. */
  public @Nullable Boolean flag(String name) {
    return oneOf(name, List.of(true, false), value -> value.toString().toLowerCase(Locale.ROOT));
  }

  /** A time in ISO-8601 with its offset, null when it is not given. */
  public @Nullable Instant time(String name) {
    String given = values.get(name);
    if (given == null) {
      return null;
    }
    try {
      return TimeField.parse(given);
    } catch (IllegalArgumentException e) {
      throw new InvalidParameterException(
          name, Objects.requireNonNull(e.getMessage(), "a refusal without words"));
    }
  }

  /** A whole number from 0 on, null when it is not given. */
  public @Nullable Long count(String name) {
    String given = values.get(name);
    return given == null ? null : (Long) whole(name, given, 0, Long.MAX_VALUE);
  }

  /** A whole number within bounds, null when it is not given. */
  public @Nullable Integer whole(String name, int least, int most) {
    String given = values.get(name);
    return given == null ? null : (Integer) (int) whole(name, given, least, most);
  }

  /** A whole number from 0 on in a header. */
  public static long countInHeader(String name, String given) {
    return whole(name, given.strip(), 0, Long.MAX_VALUE);
  }

  /** Different values separated by commas, each one of those allowed; null when it is not given. */
  public <T> @Nullable Set<T> someOf(String name, List<T> allowed, Function<T, String> label) {
    String given = values.get(name);
    if (given == null) {
      return null;
    }
    Set<T> some = new LinkedHashSet<>();
    for (String part : given.split(",", -1)) {
      some.add(oneOf(name, part.strip(), allowed, label));
    }
    return some;
  }

  /** How many items a page holds. */
  public int limit() {
    String given = values.get("limit");
    return given == null ? DEFAULT_LIMIT : (int) whole("limit", given, 1, MAX_LIMIT);
  }

  private static long whole(String name, String given, long least, long most) {
    if (WHOLE.matcher(given).matches()) {
      BigInteger number = new BigInteger(given);
      if (number.compareTo(BigInteger.valueOf(least)) >= 0
          && number.compareTo(BigInteger.valueOf(most)) <= 0) {
        return number.longValueExact();
      }
    }
    throw new InvalidParameterException(
        name,
        "must be a whole number from %d to %d, not \"%s\""
            .formatted(least, most, UserText.shown(given)));
  }

  /** Where the page before ended, null for the first page. */
  public @Nullable Cursor cursor() {
    String given = values.get("cursor");
    return given == null ? null : Cursor.of(given);
  }

  private static String decoded(String name, String encoded) {
    try {
      String text = UriUtils.decode(encoded.replace('+', ' '), UTF_8);
      if (text.chars().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidParameterException(name, "must be percent-encoded UTF-8");
    }
    throw new InvalidParameterException(name, "must not hold control characters");
  }
}
