package dev.trainyard.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.cli.ServiceBeans;
import dev.trainyard.files.Home;
import dev.trainyard.files.RouteFiles;
import dev.trainyard.route.check.shape.ShapeCheck;
import dev.trainyard.route.check.vocabulary.RouteSchema;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** For typical slips, the check reports the place, what was written and what to write. */
class RouteSlipsTest {
  private static final String FILE = "routes/api/slip.camel.yaml";
  private static final Path HOME = Path.of("").toAbsolutePath();

  /** Contains the words of the slips where they are correct. */
  private static final String BEFORE_A_STEP =
      """
      - route:
          id: more
          from:
            uri: timer:more
            steps:
              - log: {id: before, message: steps}
      """;

  private static ServiceBeans beans;
  private static RouteCheck check;
  private static SortedMap<String, String> project;

  @BeforeAll
  static void beansOfTheService() throws IOException {
    beans = ServiceBeans.of(TrainyardApplication.class, "--logging.level.root=off");
    check = new RouteCheck(beans.getBeanFactory(), beans.getEnvironment());
    project = Home.of(beans.getEnvironment()).routes(ProcessRole.ALL).readable();
  }

  @AfterAll
  static void close() {
    beans.close();
  }

  /**
   * A slip.
   *
   * @param yaml what was written
   * @param answers line, column and the beginning of each message
   */
  record Slip(String yaml, List<String> answers) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  static Stream<Slip> slips() throws IOException {
    try (InputStream in = RouteSlipsTest.class.getResourceAsStream("/route-slips.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.strip().split("\n====\n", -1)).skip(1).map(RouteSlipsTest::slip);
    }
  }

  private static Slip slip(String text) {
    return new Slip(
        text.lines().filter(line -> !line.startsWith(">> ")).collect(Collectors.joining("\n")),
        text.lines()
            .filter(line -> line.startsWith(">> "))
            .map(line -> line.substring(3))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("slips")
  void aSlipIsToldWithPlaceAndWhatToWrite(Slip slip) {
    List<String> told =
        problems(FILE, isEntry(slip.yaml()) ? slip.yaml() : BEFORE_A_STEP + slip.yaml().indent(8))
            .stream()
            .map(FileProblem::toString)
            .toList();

    assertThat(told).hasSameSizeAs(slip.answers());
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i)).startsWith(FILE + ":" + slip.answers().get(i));
    }
  }

  private static boolean isEntry(String yaml) {
    return Pattern.compile("(- )?(route|routes|rest|routeConfiguration|beans|from):.*")
        .matcher(yaml.lines().findFirst().orElse(""))
        .matches();
  }

  @Test
  void theSchemaHasNothingAgainstTheRoutesOfTheProject() {
    RouteModel model = RouteModel.of(RouteFiles.of(HOME, project), new ArrayList<>());
    List<FileProblem> problems = new ArrayList<>();
    RouteSchema schema = RouteSchema.read();
    for (FileEntry item : model.items()) {
      new ShapeCheck(schema, item.file(), problems)
          .check(
              item.kind(),
              YamlTree.entries(item.file(), project.get(item.file())).get(item.index()));
    }

    assertThat(problems).isEmpty();
  }

  /** A mistake in one line, which the check must find there. Its function has no state. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum Mistake {
    MISSPELT_KEY(
        "\\s*(- )?(?!id|description)\\w+:.*", line -> line.replaceFirst("(\\w+):", "x$1x:")),
    TEXT_FOR_KEYS(
        "\\s*(- )?(bean|to|process|setHeader|setBody|method|json|handled|onWhen|redeliveryPolicy):",
        line -> line + " xx"),
    LIST_FOR_TEXT(
        "\\s*(- )?(uri|ref|name|method|simple|path|id): [^{]*",
        line -> line.replaceFirst(": .*", ": [xx]")),
    KEYS_FOR_TEXT(
        "\\s*(- )?(uri|ref|name|method|path|id): [^{]*",
        line -> line.replaceFirst(": .*", ": {xx: y}")),
    NO_COLON_BEFORE_TEXT(
        "\\s*(uri|ref|name|simple|path): [^{\"]*", line -> line.replaceFirst(": ", " ")),
    QUOTE_LEFT_OPEN("\\s*\\w+: \"[^\"]*\"", line -> line.replaceFirst("\"$", "")),
    TAB("\\s+(uri|ref|method|path|name): .*", line -> line.replaceFirst("^  ", "\t")),
    WRONG_BEAN("\\s*ref: \\w+", line -> line + "xx"),
    WRONG_TRUTH("\\s*(useExponentialBackOff|inlineRoutes): \\w+", line -> line + "xx"),
    WRONG_NUMBER(
        "\\s*(startupOrder|maximumRedeliveries|backOffMultiplier): \\d+", line -> line + "xx"),
    TWICE("\\s*(uri|ref|method|simple|name): .*", line -> line + "\n" + line);

    private final Pattern lines;
    private final UnaryOperator<String> make;

    Mistake(String lines, UnaryOperator<String> make) {
      this.lines = Pattern.compile(lines);
      this.make = make;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeAnywhereInTheProjectsFilesIsToldInItsLine(Mistake mistake) {
    long seed = Long.getLong("trainyard.edit-seed", 1);
    record At(String file, int line) {}
    List<At> places = new ArrayList<>();
    project.forEach(
        (file, text) -> {
          List<String> lines = text.lines().toList();
          for (int line = 0; line < lines.size(); line++) {
            if (mistake.lines.matcher(lines.get(line)).matches()) {
              places.add(new At(file, line));
            }
          }
        });
    assertThat(places).isNotEmpty();
    Collections.shuffle(places, new Random(seed));

    for (At at : places.subList(0, Math.min(12, places.size()))) {
      List<String> lines = new ArrayList<>(project.get(at.file()).lines().toList());
      String right = lines.get(at.line());
      lines.set(at.line(), mistake.make.apply(right));
      int line = at.line() + (mistake == Mistake.TWICE ? 2 : 1);

      assertThat(problems(at.file(), String.join("\n", lines) + "\n"))
          .as("seed %d, %s:%d %s", seed, at.file(), line, right)
          .anySatisfy(
              problem -> {
                assertThat(problem.file()).isEqualTo(at.file());
                assertThat(problem.line()).isEqualTo(line);
                assertThat(problem.column()).isPositive();
                assertThat(problem.message())
                    .isNotBlank()
                    .doesNotContain("UnsupportedOperation")
                    .doesNotContainPattern("@[0-9a-f]{5}");
              });
    }
  }

  private static List<FileProblem> problems(String file, String text) {
    SortedMap<String, String> texts = new TreeMap<>(project);
    texts.put(file, text);
    return check.check(RouteFiles.of(HOME, texts)).problems();
  }
}
