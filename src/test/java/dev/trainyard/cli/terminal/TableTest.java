package dev.trainyard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.cli.terminal.Palette.Tone;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private record Row(String id, String words, String number) {}

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.whole("ID", Row::id),
          Column.words("WORDS", Row::words),
          Column.number("NUMBER", Row::number));

  private static final List<Row> ROWS =
      List.of(
          new Row("0123456789", "the beginning of a long text and its end", "7"),
          new Row("abc", "short", "1234"));

  @Test
  void columnsAreAligned() {
    assertThat(lines(80))
        .containsExactly(
            "ID          WORDS                                     NUMBER",
            "0123456789  the beginning of a long text and its end       7",
            "abc         short                                       1234");
  }

  @Test
  void wordsAreShortenedInTheirMiddleFirst() {
    assertThat(lines(40))
        .containsExactly(
            "ID          WORDS                 NUMBER",
            "0123456789  the begin..d its end       7",
            "abc         short                   1234");
  }

  @Test
  void thenTheColumnsAtTheRightAreLeftOut() {
    assertThat(lines(30))
        .containsExactly(
            "ID          WORDS", "0123456789  the begi.. its end", "abc         short");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 22, 25, 30, 33, 40, 50, 59, 60, 61, 100})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(lines(width))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
  }

  @Test
  void anIdIsShortenedOnlyWhenItAloneIsTooWide() {
    assertThat(
            new Table<Row>(List.of(Column.whole("ID", Row::words))).lines(ROWS, 20, Palette.PLAIN))
        .contains("the begin..d its end");
  }

  @Test
  void coloursTakeNoRoom() {
    List<String> lines =
        new Table<Row>(
                List.of(
                    Column.<Row>words("WORDS", Row::words).in(row -> Tone.GOOD),
                    Column.number("NUMBER", Row::number)))
            .lines(ROWS, 30, Palette.COLOURED);

    assertThat(lines.get(2)).startsWith("\u001b[32mshort\u001b[0m");
    assertThat(lines.get(2).replaceAll("\u001b\\[\\d+m", "")).hasSize(30);
  }

  @Test
  void textOfOthersCannotSteerTheTerminal() {
    Row hostile = new Row("x", "a\u001b]0;title\u0007b\nc\u202ed", "1");

    assertThat(new Table<>(COLUMNS).lines(List.of(hostile), 80, Palette.PLAIN).get(1))
        .isEqualTo("x   a?]0;title?b c?d       1");
  }

  private static List<String> lines(int width) {
    return new Table<>(COLUMNS).lines(ROWS, width, Palette.PLAIN);
  }
}
