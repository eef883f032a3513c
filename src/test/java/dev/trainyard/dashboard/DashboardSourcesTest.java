package dev.trainyard.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be said of the dashboard's files without a browser. */
class DashboardSourcesTest {
  /** Needs Node.js and what {@code .ci/run} installs; the build leaves it out without. */
  private static final String NODE = "node";

  private static final Path SOURCES = Path.of("src", "main", "resources", "dashboard");
  private static final Path CLIENT = Path.of("target", "clients", "dashboard");
  private static final Pattern STATIC_IMPORT =
      Pattern.compile("(?m)^(?:import|export) [^;]*?from '(\\.[^']+)'|^import '(\\.[^']+)'");
  private static final Pattern PAGE = Pattern.compile("import\\('(\\.\\./pages/[^']+)'\\)");

  /** What a browser loads of its first page at most, compressed. */
  private static final int FIRST_LOAD = 250_000;

  private static List<Path> own() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".js"))
          .filter(file -> !file.startsWith(SOURCES.resolve("vendor")))
          .toList();
    }
  }

  @Test
  void nothingIsPutIntoThePageAsHtmlOrRunAsText() throws IOException {
    for (Path file : own()) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
          .doesNotContain("dangerouslySetInnerHTML", "eval(", "new Function", "style=\"");
    }
  }

  @Test
  void nothingIsLoadedFromAnotherHost() throws IOException {
    for (Path file : own()) {
      assertThat(Files.readString(file).replaceAll("href=\"https://www.tradingview.com/\"", ""))
          .as(file.toString())
          .doesNotContainPattern("(fetch|import|src=|url)\\(?[\"' ]*(https?:)?//");
    }
  }

  @Test
  void theFirstLoadOfEachPageIsSmall() throws IOException {
    Matcher pages = PAGE.matcher(Files.readString(SOURCES.resolve("core/pages.js")));
    List<String> found = new ArrayList<>();
    while (pages.find()) {
      found.add(pages.group(1));
      Set<Path> files = new LinkedHashSet<>();
      load(SOURCES.resolve("app.js"), files);
      load(SOURCES.resolve("core").resolve(pages.group(1)).normalize(), files);
      files.add(SOURCES.resolve("index.html"));
      files.add(SOURCES.resolve("style.css"));
      files.add(SOURCES.resolve("vendor/uplot.css"));
      int bytes = 0;
      for (Path file : files) {
        bytes += compressed(Files.readAllBytes(file));
      }
      assertThat(bytes).as(pages.group(1)).isLessThan(FIRST_LOAD);
    }
    assertThat(found).hasSizeGreaterThan(10);
  }

  private static void load(Path first, Set<Path> files) throws IOException {
    Deque<Path> left = new ArrayDeque<>(List.of(first));
    while (!left.isEmpty()) {
      Path file = left.remove();
      if (files.add(file)) {
        Matcher imports = STATIC_IMPORT.matcher(Files.readString(file));
        while (imports.find()) {
          String path = imports.group(1) == null ? imports.group(2) : imports.group(1);
          left.add(file.resolveSibling(path).normalize());
        }
      }
    }
  }

  private static int compressed(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.size();
  }

  @Test
  @Tag(NODE)
  void eachVendoredFileIsThatOfItsPackage() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode lock = json.readTree(CLIENT.resolve("package-lock.json").toFile()).path("packages");
    JsonNode vendored = json.readTree(SOURCES.resolve("vendor/vendor.json").toFile());
    Set<String> named = new LinkedHashSet<>(List.of("vendor.json"));
    for (JsonNode one : vendored) {
      String name = one.path("package").textValue();
      assertThat(lock.path("node_modules/" + name).path("integrity").textValue())
          .as(name)
          .isEqualTo(one.path("integrity").textValue());
      for (Map.Entry<String, JsonNode> file : one.path("files").properties()) {
        named.add(file.getKey());
        assertThat(SOURCES.resolve("vendor").resolve(file.getKey()))
            .hasSameBinaryContentAs(
                CLIENT.resolve("node_modules").resolve(name).resolve(file.getValue().textValue()));
      }
    }
    try (Stream<Path> files = Files.list(SOURCES.resolve("vendor"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  @Tag(NODE)
  void theTypesFitTogether() throws Exception {
    Path copy = CLIENT.resolve("dashboard");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(SOURCES.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try (Stream<Path> types = Files.list(CLIENT.resolve("types"))) {
      for (Path type : types.toList()) {
        Files.copy(
            type,
            copy.resolve("vendor").resolve(type.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Process check =
        new ProcessBuilder("npm", "run", "--silent", "check")
            .directory(CLIENT.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(said).isBlank();
    assertThat(check.exitValue()).isZero();
  }
}
