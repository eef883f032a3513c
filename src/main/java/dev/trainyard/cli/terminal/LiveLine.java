package dev.trainyard.cli.terminal;

import java.io.PrintStream;

/**
 * A line that shows how something goes on. On a terminal it is drawn again in its place; in a file
 * it is written when its heading changes.
 */
public final class LiveLine {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private String heading = "";
  private boolean drawn;
  private boolean paused;

  /** Creates a line on standard error of a shell. */
  public LiveLine(Shell shell) {
    this.out = shell.err();
    this.terminal = shell.terminals().err();
    this.width = shell.width() - 1;
  }

  /** Columns that a text may take. */
  public int width() {
    return width;
  }

  /**
   * Shows a text.
   *
   * @param heading what changes seldom, such as a stage
   */
  public synchronized void show(String heading, String text) {
    if (terminal) {
      if (!paused) {
        out.print(CLEAR + PlainText.shorten(PlainText.of(text), width));
        out.flush();
        drawn = true;
      }
    } else if (!heading.equals(this.heading)) {
      out.println(PlainText.of(text));
    }
    this.heading = heading;
  }

  /** Writes a line that stays, above the one that is drawn again. */
  public synchronized void above(PrintStream target, String text) {
    clear();
    target.println(text);
    target.flush();
  }

  /** Removes the line and draws none until {@link #resume}: a question has the terminal. */
  public synchronized void pause() {
    clear();
    paused = true;
  }

  /** Draws again. */
  public synchronized void resume() {
    paused = false;
  }

  /** Removes the line from the terminal. */
  public synchronized void clear() {
    if (drawn) {
      out.print(CLEAR);
      out.flush();
      drawn = false;
    }
  }
}
