package dev.trainyard.route.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trainyard.files.RouteFiles;
import dev.trainyard.text.FileProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

class ParsedFilesTest {
  private static final String ROUTE =
      "- route:\n    id: %s\n    from: {uri: 'timer:%s', steps: [{log: '%s'}]}\n";

  private final ParsedFiles parsed = new ParsedFiles();

  @Test
  void aFileThatAnEditLeavesAsItIsIsNotParsedAgain() {
    Map<String, String> before = Map.of("a.camel.yaml", route("a"), "b.camel.yaml", route("b"));
    Map<String, String> after = Map.of("a.camel.yaml", route("a"), "b.camel.yaml", route("c"));
    List<Node> unchanged = nodes(before, "a.camel.yaml");
    List<Node> changed = nodes(before, "b.camel.yaml");

    RouteModel model = model(after);

    assertThat(nodes(after, "a.camel.yaml")).isSameAs(unchanged);
    assertThat(nodes(after, "b.camel.yaml")).isNotSameAs(changed);
    assertThat(model.units()).containsOnlyKeys("a", "c");
  }

  @Test
  void aMistakeOfAFileThatIsNotParsedAgainIsToldAgain() {
    Map<String, String> files = Map.of("a.camel.yaml", "- route: [\n");

    List<FileProblem> first = problems(files);

    assertThat(first).hasSize(1);
    assertThat(problems(files)).isEqualTo(first);
    assertThatExceptionOfType(YamlEngineException.class)
        .isThrownBy(() -> nodes(files, "a.camel.yaml"));
  }

  @Test
  void aFileThatIsGoneIsForgotten() {
    Map<String, String> both = Map.of("a.camel.yaml", route("a"), "b.camel.yaml", route("b"));
    model(both);
    List<Node> former = nodes(both, "a.camel.yaml");

    model(Map.of("b.camel.yaml", route("b")));
    model(both);

    assertThat(nodes(both, "a.camel.yaml")).isNotSameAs(former);
  }

  private static String route(String id) {
    return ROUTE.formatted(id, id, id);
  }

  private List<Node> nodes(Map<String, String> files, String name) {
    return parsed.entries(name, files.get(name));
  }

  private RouteModel model(Map<String, String> files) {
    return RouteModel.of(files(files), parsed, new ArrayList<>());
  }

  private List<FileProblem> problems(Map<String, String> files) {
    List<FileProblem> problems = new ArrayList<>();
    RouteModel.of(files(files), parsed, problems);
    return problems;
  }

  private static RouteFiles files(Map<String, String> texts) {
    return RouteFiles.of(Path.of(""), texts);
  }
}
