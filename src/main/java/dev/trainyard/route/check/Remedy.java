package dev.trainyard.route.check;

/** How to bring back a needed part of the route files. */
public enum Remedy {
  /** No service runs, and so its API does not answer. */
  DELIVERY("Put it back as it was delivered"),
  /** An edit is refused, and a running service knows the former files. */
  ROLLBACK("Put it back (POST /routes/rollback does)");

  private final String words;

  Remedy(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
