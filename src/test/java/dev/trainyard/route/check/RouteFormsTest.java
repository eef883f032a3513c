package dev.trainyard.route.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.cli.ServiceBeans;
import dev.trainyard.files.Home;
import dev.trainyard.files.RouteFiles;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Routes that can start are accepted in many forms; routes that cannot start, or that fail every
 * message, are refused.
 */
class RouteFormsTest {
  private static final String FILE = "routes/api/more.camel.yaml";
  private static final String EXPECTED = "# expected: ";

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

  static Stream<String> valid() throws IOException {
    return files("/route-forms.txt");
  }

  static Stream<String> refused() throws IOException {
    return files("/route-refusals.txt");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aFormThatCanStartIsAccepted(String text) {
    assertThat(problems(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotStartOrFailsEachMessageIsToldWhereItStands(String text) {
    String expected =
        text.lines().filter(line -> line.startsWith(EXPECTED)).findFirst().orElseThrow();

    assertThat(problems(text))
        .anySatisfy(
            problem ->
                assertThat(problem.toString())
                    .startsWith(FILE + ":" + expected.substring(EXPECTED.length())));
  }

  private static List<FileProblem> problems(String text) {
    SortedMap<String, String> texts = new TreeMap<>(project);
    texts.put(FILE, text);
    return check.check(RouteFiles.of(Path.of("").toAbsolutePath(), texts)).problems();
  }

  private static Stream<String> files(String resource) throws IOException {
    try (InputStream in = RouteFormsTest.class.getResourceAsStream(resource)) {
      return Arrays.stream(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^====\n", -1));
    }
  }
}
