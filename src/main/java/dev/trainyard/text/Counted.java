package dev.trainyard.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes how many things there are, and which. */
public final class Counted {
  private static final int NAMED = 10;

  private Counted() {}

  /**
   * Formats a number of things: {@code 1 trade}, {@code 1,200 trades}.
   *
   * @param one the singular, whose plural ends in s
   */
  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
  }

  /** Names the first ten things of a list, and says how many more there are. */
  public static String firstOf(List<?> things) {
    String named =
        things.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return things.size() <= NAMED
        ? named
        : String.format(Locale.ROOT, "%s and %,d more", named, things.size() - NAMED);
  }
}
