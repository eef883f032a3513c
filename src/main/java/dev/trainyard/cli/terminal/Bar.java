package dev.trainyard.cli.terminal;

/** A bar that is filled in part. */
public final class Bar {
  private static final double WHOLE = 100;

  private Bar() {}

  /**
   * Returns a bar such as {@code [####------]}.
   *
   * @param percentage 0 to 100; others count as the nearer of these
   * @param width columns, with the brackets; 3 or more
   */
  public static String of(double percentage, int width) {
    int room = Math.max(1, width - 2);
    double share = Math.max(0, Math.min(WHOLE, percentage)) / WHOLE;
    int filled = (int) Math.floor(share * room);
    return "[" + "#".repeat(filled) + "-".repeat(room - filled) + "]";
  }
}
