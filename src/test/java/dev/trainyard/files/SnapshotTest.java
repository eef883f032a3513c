package dev.trainyard.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  private static final String FILE = "routes/api/a.camel.yaml";

  @TempDir private Path directory;

  @Test
  void aDiffShowsWhatChanged() {
    assertThat(diff("a\nb\n", "a\nc\n"))
        .isEqualTo("--- %1$s\n+++ %1$s\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n".formatted(FILE));
  }

  @Test
  void ofAFileWithTooManyLinesTheNumbersAreTold() {
    String diff = diff("a\n", "b\n".repeat(52_000));

    assertThat(diff)
        .isEqualTo("--- %1$s\n+++ %1$s\nnot shown: 1 line before, 52000 after\n".formatted(FILE));
    assertThat(diff("a\n".repeat(5_001), "b\n")).contains("not shown: 5001 lines before, 1 after");
    assertThat(diff("a\n".repeat(5_000), "b\n")).contains("-a\n", "+b\n");
  }

  @Test
  void whereEveryLineDiffersTheDiffIsCut() {
    String diff =
        diff(
            "a line that is not short, and is not the other one\n".repeat(5_000),
            "another line, no shorter, and that is not the one\n".repeat(5_000));

    assertThat(diff)
        .hasSizeBetween(99_000, 101_000)
        .endsWith("\ncut here: it is longer than 100 kB\n");
  }

  @Test
  void aSingleLongLineIsCutToo() {
    assertThat(diff("a", "b".repeat(900_000)))
        .hasSizeLessThan(101_000)
        .endsWith("\ncut here: it is longer than 100 kB\n");
  }

  @Test
  void ofAFileThatIsNoTextTheReasonIsTold() throws IOException {
    FileText unreadable =
        EditedText.read(Files.write(directory.resolve("a"), new byte[] {'a', -1}));
    Snapshot text = snapshot(Map.of(FILE, FileText.of("a\n")));
    Snapshot none = snapshot(Map.of(FILE, unreadable));

    assertThat(none.changedSince(text)).containsExactly(FILE);
    assertThat(none.diffSince(text))
        .isEqualTo(
            "--- %1$s\n+++ %1$s\nnot shown: is not UTF-8 text: the byte 0xFF\n".formatted(FILE));
    assertThat(text.diffSince(none)).isEqualTo(none.diffSince(text));
    assertThat(none.diffSince(none)).isEmpty();
    assertThat(none.diffSince(snapshot(Map.of()))).startsWith("--- /dev/null\n");
  }

  private String diff(String before, String after) {
    return snapshot(Map.of(FILE, FileText.of(after)))
        .diffSince(snapshot(Map.of(FILE, FileText.of(before))));
  }

  private Snapshot snapshot(Map<String, FileText> texts) {
    return new Snapshot(
        new RouteFiles(directory, new TreeMap<>(texts)),
        new RouteFiles(directory, new TreeMap<>()),
        new RouteFiles(directory, new TreeMap<>()),
        new RouteFiles(directory, new TreeMap<>()));
  }
}
