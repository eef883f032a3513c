package dev.trainyard.text;

import java.util.Locale;

/** Writes counts of things. */
public final class Counted {
  private Counted() {}

  /**
   * Formats a number of things: {@code 1 trade}, {@code 1,200 trades}.
   *
   * @param one the singular, whose plural ends in s
   */
  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
  }
}
