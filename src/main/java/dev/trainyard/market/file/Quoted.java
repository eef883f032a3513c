package dev.trainyard.market.file;

/** Quotes text of a file in a message: short, on one line. */
final class Quoted {
  private static final int MAX_LENGTH = 40;

  private Quoted() {}

  static String of(String text) {
    String shown =
        text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3).concat("...");
    return '"' + shown.replaceAll("[\\p{Cntrl}\\x{FFFD}]", "?") + '"';
  }
}
