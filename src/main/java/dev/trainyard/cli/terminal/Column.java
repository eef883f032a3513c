package dev.trainyard.cli.terminal;

import dev.trainyard.cli.terminal.Palette.Tone;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title its heading
 * @param least fewest columns of the terminal that it is shortened to
 * @param right whether it is aligned to the right, as numbers are
 * @param text what a row has in it; may be empty
 * @param tone in which tone a row has it
 * @param <R> what a row is made of
 */
public record Column<R>(
    String title, int least, boolean right, Function<R, String> text, Function<R, Tone> tone) {
  private static final int SHORTENED = 12;

  /** A column that is never shortened while another can be: an id, a number, a time. */
  public static <R> Column<R> whole(String title, Function<R, String> text) {
    return new Column<>(title, Integer.MAX_VALUE, false, text, row -> Tone.NEUTRAL);
  }

  /** A column of numbers. */
  public static <R> Column<R> number(String title, Function<R, String> text) {
    return new Column<>(title, Integer.MAX_VALUE, true, text, row -> Tone.NEUTRAL);
  }

  /** A column of words, which are shortened in their middle where there is too little room. */
  public static <R> Column<R> words(String title, Function<R, String> text) {
    return new Column<>(title, SHORTENED, false, text, row -> Tone.NEUTRAL);
  }

  /** The same column, in tones. */
  public Column<R> in(Function<R, Tone> tones) {
    return new Column<>(title, least, right, text, tones);
  }
}
