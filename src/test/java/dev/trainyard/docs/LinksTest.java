package dev.trainyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of the repository point to is there. */
class LinksTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void eachLinkLeadsSomewhere() throws IOException {
    PageTargets targets = new PageTargets(REPOSITORY);

    assertThat(targets.pages())
        .contains(REPOSITORY.resolve("README.md"), REPOSITORY.resolve("routes/README.md"));
    assertThat(targets.brokenLinks()).isEmpty();
  }

  @Test
  void eachPathAndClassThatAPageNamesExists() throws IOException {
    assertThat(new PageTargets(REPOSITORY).missingNames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "see [a](gone.md)",
        "[a](more.md#where)",
        "[a](more.md#how-it-works-1)",
        "[a](#how-it-works)",
        "![a](docs/picture.svg)",
        "[a]: nowhere.md"
      })
  void aLinkThatLeadsNowhereIsToldWithFileAndLine(String link) throws IOException {
    write("docs/page.md", "# Page\n\n" + link);
    write("docs/more.md", "## How it works");

    assertThat(new PageTargets(directory).brokenLinks())
        .singleElement()
        .asString()
        .startsWith("docs/page.md:3: ");
  }

  @Test
  void linksToPagesHeadingsDirectoriesAndOtherSitesAreFollowed() throws IOException {
    write("docs/page.md", "## What `x/y` costs, by 2026\n\n## Twice\n\n## Twice");
    write(
        "README.md",
        """
        [a](docs/page.md#what-xy-costs-by-2026) [b](docs/page.md#twice-1) [c](docs) [`d`](docs/page.md)
        [e](https://example.org/x.md#y) `[f](nowhere.md)`
        ```
        [g](nowhere.md)
        ```
        """);

    assertThat(new PageTargets(directory).brokenLinks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "routes/gone.yaml",
        "cat routes/gone.yaml:5:1",
        "routes/gone/NAME.yaml",
        "job/Gone",
        "job/Job#gone",
        "job/gone/",
        "dev.trainyard.job.Gone",
        "dev.trainyard.gone",
        "GoneIT"
      })
  void aNameOfWhatIsNotThereIsToldWithFileAndLine(String name) throws IOException {
    write("routes/here.yaml", "");
    write("src/main/java/dev/trainyard/job/Job.java", "");
    write("README.md", "Is there\na `" + name + "`?");

    assertThat(new PageTargets(directory).missingNames())
        .singleElement()
        .asString()
        .startsWith("README.md:2: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "routes/here.yaml",
        "routes/here.yaml:5:1",
        "routes/*.yaml",
        "routes/NAME.yaml",
        "job/Job",
        "job/Job#lease",
        "job/",
        "target/classes/",
        "dev.trainyard.job.Job",
        "dev.trainyard.job",
        "dev.trainyard:type=Jobs",
        "JobIT",
        "SUBMIT",
        "text/csv",
        "/routes/gone"
      })
  void aNameOfWhatIsThereIsFound(String name) throws IOException {
    write("routes/here.yaml", "");
    write("src/main/java/dev/trainyard/job/Job.java", "record Job(int lease) {}");
    write("src/test/java/dev/trainyard/job/JobIT.java", "");
    write("README.md", "Here is `" + name + "`.");

    assertThat(new PageTargets(directory).missingNames()).isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
