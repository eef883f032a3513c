package dev.trainyard.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditedTextTest {
  @TempDir private Path directory;

  @Test
  void aTextIsReadAsItIs() throws IOException {
    String text = "# Größe \u2192 \uD83D\uDE00\r\n\tname: \u0085\uFEFF\n";

    assertThat(read(text.getBytes(UTF_8))).isEqualTo(FileText.of(text));
    assertThat(read(new byte[0])).isEqualTo(FileText.of(""));
  }

  @Test
  void bytesOfAnotherEncodingAreToldWhereTheyStand() throws IOException {
    assertRefused(
        "# a\n# Gr\u00F6\u00DFe\n".getBytes(ISO_8859_1), 2, 5, "is not UTF-8 text: the byte 0xF6");
    assertRefused(
        new byte[] {'a', (byte) 0xE2, (byte) 0x86}, 1, 2, "is not UTF-8 text: the byte 0xE2");
    assertRefused(
        "\uFEFFa".getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
        1,
        1,
        "is not UTF-8 text: the byte 0xFF");
  }

  @Test
  void charactersThatYamlDoesNotAllowAreToldWhereTheyStand() throws IOException {
    assertRefused(
        "a: b\n\uD83D\uDE00c\0".getBytes(UTF_8),
        2,
        3,
        "the character U+0000, which YAML does not allow");
    assertRefused("\0".getBytes(UTF_8), 1, 1, "the character U+0000, which YAML does not allow");
    assertRefused(
        "a: \u001B[1m".getBytes(UTF_8), 1, 4, "the character U+001B, which YAML does not allow");
  }

  @Test
  void aFileThatIsTooLargeIsNotKept() throws IOException {
    byte[] bytes = "# comment\n".repeat(520_000).getBytes(UTF_8);

    assertRefused(bytes, 0, 0, "is 5.2 MB; the limit is 1 MB");
    assertThat(read(bytes).toString()).hasSizeLessThan(500);
    assertRefused(
        "#".repeat(EditedText.MAX_BYTES + 1).getBytes(UTF_8), 0, 0, "is 1.1 MB; the limit is 1 MB");
    assertThat(read("#".repeat(EditedText.MAX_BYTES).getBytes(UTF_8)).text()).isPresent();
  }

  @Test
  void aRefusedFileIsAnotherWhenItChanges() throws IOException {
    byte[] bytes = "# Gr\u00F6\u00DFe 1\n".getBytes(ISO_8859_1);
    FileText before = read(bytes);

    assertThat(read(bytes)).isEqualTo(before);
    bytes[bytes.length - 2] = '2';
    assertThat(read(bytes)).isNotEqualTo(before);

    byte[] large = new byte[EditedText.MAX_BYTES + 10];
    FileText formerLarge = read(large);
    assertThat(read(new byte[EditedText.MAX_BYTES + 11])).isNotEqualTo(formerLarge);
  }

  private void assertRefused(byte[] bytes, int line, int column, String message)
      throws IOException {
    assertThat(read(bytes))
        .isInstanceOfSatisfying(
            FileText.Unreadable.class,
            unreadable ->
                assertThat(unreadable.problem("a"))
                    .isEqualTo(new FileProblem("a", line, column, message)));
  }

  private FileText read(byte[] bytes) throws IOException {
    return EditedText.read(Files.write(directory.resolve("a.yaml"), bytes));
  }
}
