package dev.trainyard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
  private static final String KEY =
      "ty_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9YcL";

  private final SecureRandom random = new SecureRandom();

  @Test
  void aKeyIsReadAsItWasMade() {
    for (int i = 0; i < 1_000; i++) {
      KeyText made = KeyText.random(random);

      assertThat(made.secret()).matches("ty_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}");
      assertThat(KeyText.parse(made.secret()))
          .hasValueSatisfying(
              read -> {
                assertThat(read.publicId()).isEqualTo(made.publicId());
                assertThat(read.hash()).isEqualTo(made.hash());
              });
    }
  }

  @Test
  void noTwoKeysAreAlike() {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      secrets.add(KeyText.random(random).secret());
    }
    assertThat(secrets).hasSize(10_000);
  }

  @Test
  void aSlipInAnyCharacterIsFound() {
    assertThat(KeyText.parse(KEY)).isPresent();
    for (int i = 0; i < KEY.length(); i++) {
      for (char other : "0aZ_".toCharArray()) {
        if (KEY.charAt(i) != other) {
          String slip = KEY.substring(0, i) + other + KEY.substring(i + 1);
          assertThat(KeyText.parse(slip)).as(slip).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ty_",
        "ty_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9Yc",
        "ty_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9YcLL",
        " ty_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9YcL",
        "TY_1G3cVrca0K_04kD85EM8ixVcj5y3gFHlK2e3MT6W39Z7fDuH6ZYiIb3K9YcL"
      })
  void whatIsNoKeyIsNotRead(String text) {
    assertThat(KeyText.parse(text)).isEmpty();
  }

  /** A log or a debugger shows what it likes of an object. */
  @Test
  void theTextOfAKeyShowsNoSecret() {
    assertThat(KeyText.parse(KEY).orElseThrow()).hasToString("ty_1G3cVrca0K");
  }
}
