package dev.trainyard.market.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumbersTest {

  @Test
  void aPlainNumberIsTheNearestDouble() {
    Random random = new Random(15);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      String text =
          new BigDecimal(new BigInteger(random.nextInt(1, 58), random), random.nextInt(0, 17))
              .toPlainString();
      double number = CandleLineParser.plain(text, '.');
      if (!Double.isNaN(number)) {
        read++;
        assertThat(number).as(text).isEqualTo(Double.parseDouble(text));
      }
    }
    assertThat(read).isGreaterThan(100_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+1",
        "-1.5",
        ".5",
        "5.",
        "00.10",
        "9007199254740992",
        "0.0000000000000001",
        "99999999999.5",
        "-0.0"
      })
  void eachFormIsReadAsJavaReadsIt(String text) {
    assertThat(CandleLineParser.plain(text, '.')).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "1.2.3",
        "1,2",
        "1e5",
        "NaN",
        "0x1",
        "1f",
        " 1",
        "--1",
        "1-",
        "9007199254740993",
        "999999999999999999",
        "1234567890123456789",
        "\u0661"
      })
  void anythingElseIsLeftToOthers(String text) {
    assertThat(CandleLineParser.plain(text, '.')).isNaN();
  }

  @Test
  void aDecimalCommaIsOneOnlyWhereTheFileHasIt() {
    assertThat(CandleLineParser.plain("1,25", ',')).isEqualTo(1.25);
    assertThat(CandleLineParser.plain("1.25", ',')).isEqualTo(1.25);
    assertThat(CandleLineParser.plain("1.000,25", ',')).isNaN();
  }
}
