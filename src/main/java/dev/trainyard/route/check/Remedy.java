package dev.trainyard.route.check;

/** How a part of the route files comes back that the service needs. */
public enum Remedy {
  /** No service runs: neither does its API. */
  DELIVERY("Put it back as it was delivered"),
  /** An edit is refused, and a running service knows what was before. */
  ROLLBACK("Put it back (POST /routes/rollback does)");

  private final String words;

  Remedy(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
