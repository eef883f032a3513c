package dev.trainyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.JobStatus;
import dev.trainyard.job.lifecycle.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures and tables of the page on architecture show what the source says. */
class ArchitecturePageTest {
  private static final Path PAGE = Path.of("src", "docs", "architecture.md");
  private static final Path SERVICE = Path.of("src", "main", "java", "dev", "trainyard");
  private static final Pattern USE = Pattern.compile("dev\\.trainyard\\.([a-z]+)\\.");
  private static final Pattern ARROW = Pattern.compile("([a-z]+) --> ([a-z& ]+)");
  private static final Pattern ROW = Pattern.compile("\\| ((?:`[A-Z_]+`,? ?)+)\\|.*\\|(.*)\\|");
  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
  private static final Pattern FOLDER = Pattern.compile("`((?:[a-z]+/)+)`");

  @Test
  void theFoldersThatUseOneAnotherAreDrawn() throws IOException {
    Map<String, Set<String>> used = new TreeMap<>();
    for (Path folder : folders()) {
      String first = folder.getName(0).toString();
      for (Path file : files(SERVICE.resolve(folder))) {
        matches(USE, Files.readString(file))
            .map(use -> use.group(1))
            .filter(other -> !other.equals(first))
            .forEach(other -> used.computeIfAbsent(first, name -> new TreeSet<>()).add(other));
      }
    }

    Map<String, Set<String>> drawn = new TreeMap<>();
    matches(ARROW, picture("flowchart"))
        .forEach(
            arrow ->
                drawn
                    .computeIfAbsent(arrow.group(1), name -> new TreeSet<>())
                    .addAll(Arrays.asList(arrow.group(2).strip().split(" *& *", -1))));

    assertThat(closure(drawn)).isEqualTo(closure(used));
  }

  @Test
  void theStatesAreDrawnAsTheTableOfTransitionsSays() throws IOException {
    String diagram = stateDiagram();

    assertThat(picture("stateDiagram"))
        .as("the diagram of the states of a job; paste this into the page:%n%s", diagram)
        .isEqualTo("mermaid\n" + diagram);
  }

  @Test
  void eachTransitionIsListedWithTheOutcomeOfTheAttempt() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    matches(ROW, Files.readString(PAGE))
        .forEach(
            row ->
                matches(QUOTED, row.group(1))
                    .forEach(name -> listed.put(name.group(1), firstQuoted(row.group(2)))));

    Map<String, String> table = new TreeMap<>();
    for (Transition transition : Transition.values()) {
      table.put(
          transition.name(), transition.outcome() == null ? "none" : transition.outcome().label());
    }
    assertThat(listed).isEqualTo(table);
  }

  @Test
  void eachFolderIsListed() throws IOException {
    Set<String> listed =
        matches(FOLDER, Files.readString(PAGE))
            .map(folder -> folder.group(1))
            .collect(Collectors.toSet());

    assertThat(folders().stream().map(folder -> folder.toString().replace('\\', '/') + "/"))
        .filteredOn(folder -> !folder.startsWith("api/"))
        .isSubsetOf(listed);
  }

  /** All folders with classes, below that of the service. */
  private static List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.walk(SERVICE)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file -> SERVICE.relativize(file.getParent()))
          .sorted()
          .toList();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String stateDiagram() {
    Map<String, List<String>> arrows = new LinkedHashMap<>();
    Set<JobStatus> last = EnumSet.allOf(JobStatus.class);
    for (Transition transition : Transition.values()) {
      List<String> from =
          transition.from().isEmpty()
              ? List.of("[*]")
              : transition.from().stream().sorted().map(JobStatus::name).toList();
      for (String state : from) {
        arrows
            .computeIfAbsent(state + " --> " + transition.to(), arrow -> new ArrayList<>())
            .add(transition.name());
      }
      last.removeAll(transition.from());
    }
    StringBuilder diagram = new StringBuilder("stateDiagram-v2\n");
    arrows.forEach(
        (arrow, names) ->
            diagram.append("    %s: %s\n".formatted(arrow, String.join(", ", names))));
    last.forEach(state -> diagram.append("    %s --> [*]\n".formatted(state)));
    return diagram.toString();
  }

  private static String firstQuoted(String cell) {
    return matches(QUOTED, cell).map(quoted -> quoted.group(1)).findFirst().orElse("none");
  }

  private static String picture(String kind) throws IOException {
    return Arrays.stream(Files.readString(PAGE).split("```", -1))
        .filter(block -> block.startsWith("mermaid\n" + kind))
        .collect(Collectors.joining());
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  /** Whatever can be reached from each folder. */
  private static Map<String, Set<String>> closure(Map<String, Set<String>> arrows) {
    Map<String, Set<String>> closure = new TreeMap<>();
    for (String from : arrows.keySet()) {
      Set<String> reached = new TreeSet<>();
      reach(arrows, from, reached);
      closure.put(from, reached);
    }
    return closure;
  }

  private static void reach(Map<String, Set<String>> arrows, String from, Set<String> reached) {
    for (String next : arrows.getOrDefault(from, Set.of())) {
      if (reached.add(next)) {
        reach(arrows, next, reached);
      }
    }
  }
}
