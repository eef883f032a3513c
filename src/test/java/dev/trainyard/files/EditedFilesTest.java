package dev.trainyard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class EditedFilesTest {
  private static final String NAME = "routes/api/a.camel.yaml";

  @TempDir private Path home;
  private Path file;
  private Path elsewhere;
  private EditedFiles files;

  @BeforeEach
  void home() throws IOException {
    file = home.resolve(NAME);
    elsewhere = Files.createDirectories(home.resolve("elsewhere")).resolve("kept.yaml");
    Files.createDirectories(file.getParent());
    MockEnvironment environment = new MockEnvironment();
    environment.setProperty(
        "camel.main.routes-include-pattern", "file:%s/*.camel.yaml".formatted(file.getParent()));
    files = new EditedFiles(new Home(home), environment);
  }

  @Test
  void aLinkStaysAndWhatItNamesIsWritten() throws IOException {
    Files.writeString(elsewhere, "edited\n");
    Files.createSymbolicLink(file, Path.of("../../elsewhere/kept.yaml"));

    files.write(Map.of(NAME, FileText.of("former\n")));

    assertThat(file).isSymbolicLink();
    assertThat(elsewhere).hasContent("former\n");
    assertThat(files.read().texts()).containsEntry(NAME, FileText.of("former\n"));
    assertThat(elsewhere.getParent()).isDirectoryContaining(elsewhere::equals);
  }

  @Test
  void aLinkToNothingStaysToo() throws IOException {
    Files.createSymbolicLink(file, elsewhere);

    files.write(Map.of(NAME, FileText.of("former\n")));

    assertThat(file).isSymbolicLink();
    assertThat(elsewhere).hasContent("former\n");
  }

  @Test
  void aLinkThatWasNotThereGoesAndWhatItNamesStays() throws IOException {
    Files.writeString(elsewhere, "edited\n");
    Files.createSymbolicLink(file, elsewhere);
    Map<String, FileText> none = new HashMap<>();
    none.put(NAME, null);

    files.write(none);

    assertThat(file).doesNotExist();
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(elsewhere).hasContent("edited\n");
  }

  @Test
  void whatIsNoTextIsNotWrittenNorIsAnythingElse() {
    Map<String, FileText> texts = new LinkedHashMap<>();
    texts.put(NAME, FileText.of("former\n"));
    texts.put("routes/api/none", new FileText.Unreadable(2, 5, "is not UTF-8 text", "1"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> files.write(texts))
        .withMessage("cannot be written: routes/api/none:2:5: is not UTF-8 text");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatComesBackMayBeReadByWhoeverMayReadANewOne() throws IOException {
    Path any = Files.createFile(home.resolve("any"));

    files.write(Map.of(NAME, FileText.of("former\n")));

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(any));
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }
}
