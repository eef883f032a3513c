package dev.trainyard.text;

import java.util.Locale;

/** How texts count things. */
public final class Counted {
  private Counted() {}

  /**
   * A number of things: {@code 1 trade}, {@code 1,200 trades}.
   *
   * @param one the name of one, whose plural ends in s
   */
  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
  }
}
