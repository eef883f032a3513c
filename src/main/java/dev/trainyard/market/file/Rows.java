package dev.trainyard.market.file;

import java.io.IOException;

/** The rows of a file, one at a time, as texts. */
interface Rows {

  /**
   * Goes on to the next row.
   *
   * @return false at the end
   * @throws UnreadableFileException when the file is not what it began as
   */
  boolean next() throws IOException;

  /** Number of the row's line in the file, or of the row in its list, from 1. */
  long line();

  /** How many fields the row has. */
  int size();

  /** Line in which a quote is opened whose field goes on in the next line; 0 when there is none. */
  default long brokenQuote() {
    return 0;
  }

  /** A field, without spaces around it; empty when there is nothing. */
  String field(int column);
}
