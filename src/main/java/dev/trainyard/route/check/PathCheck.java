package dev.trainyard.route.check;

import dev.trainyard.route.check.vocabulary.BeanStubs;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Checks that each HTTP path is answered by one route, or by the service itself. When two paths
 * differ only in the names of their variables, a request fits both and would be refused.
 */
final class PathCheck {
  private static final String PLATFORM_HTTP = "platform-http:";
  private static final String ACTUATOR = "management.endpoints.web.base-path";
  private static final List<String> VERBS =
      List.of("get", "post", "put", "patch", "delete", "head");

  private final BeanStubs standIns;
  private final Settings settings;
  private final Collection<FileProblem> problems;
  private final List<Answered> seen = new ArrayList<>();

  /**
   * @param problems receives the errors
   */
  PathCheck(BeanStubs standIns, Settings settings, Collection<FileProblem> problems) {
    this.standIns = standIns;
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * A path that is answered.
   *
   * @param path with its variables unnamed
   * @param verbs the methods; empty for all
   * @param owner who answers
   */
  private record Answered(String path, Set<String> verbs, String owner) {
    boolean clashesWith(Answered other) {
      return path.equals(other.path)
          && (verbs.isEmpty()
              || other.verbs.isEmpty()
              || verbs.stream().anyMatch(other.verbs::contains));
    }
  }

  void check(RouteModel model) {
    controllers();
    for (FileEntry item : model.items(FileEntry.Kind.REST)) {
      Node rest = YamlTree.value(model.entry(item), item.kind().key());
      String base = contextPath(model) + "/" + path(YamlTree.text(rest, "path"));
      for (String verb : VERBS) {
        if (YamlTree.value(rest, verb) instanceof SequenceNode operations) {
          operations.getValue().forEach(node -> operation(item.file(), verb, base, node, rest));
        }
      }
    }
    for (FileEntry item : model.items(FileEntry.Kind.ROUTE)) {
      Node from = YamlTree.value(YamlTree.value(model.entry(item), item.kind().key()), "from");
      source(item.file(), from);
    }
  }

  private static String path(@Nullable String text) {
    return text == null ? "" : text;
  }

  private String contextPath(RouteModel model) {
    return model.items(FileEntry.Kind.REST_CONFIGURATION).stream()
        .map(item -> YamlTree.value(model.entry(item), item.kind().key()))
        .map(node -> YamlTree.text(node, "contextPath"))
        .filter(text -> text != null)
        .findFirst()
        .orElse("");
  }

  private void operation(
      String file, String verb, String base, Node operation, @Nullable Node rest) {
    Node own = YamlTree.value(operation, "path");
    String said = path(YamlTree.text(rest, "path")) + path(YamlTree.text(own));
    String method = verb.toUpperCase(Locale.ROOT);
    add(
        new LocatedName(
            "the REST operation %s %s".formatted(method, said),
            file,
            own == null ? operation : own),
        base + "/" + path(YamlTree.text(own)),
        Set.of(method));
  }

  private void source(String file, @Nullable Node from) {
    Node uri = from instanceof MappingNode ? YamlTree.value(from, "uri") : from;
    if (!(uri instanceof ScalarNode scalar)
        || !(scalar.getValue() + ":").startsWith(PLATFORM_HTTP)) {
      return;
    }
    Node parameters = YamlTree.value(from, "parameters");
    String[] parts = settings.resolve(scalar.getValue()).split("\\?", 2);
    String path =
        parts[0].equals("platform-http")
            ? path(YamlTree.text(parameters, "path"))
            : parts[0].substring(PLATFORM_HTTP.length());
    String restricted = YamlTree.text(parameters, "httpMethodRestrict");
    for (String option : parts.length > 1 ? parts[1].split("&", -1) : new String[0]) {
      if (option.startsWith("httpMethodRestrict=")) {
        restricted = option.substring(option.indexOf('=') + 1);
      }
    }
    Set<String> verbs = new TreeSet<>();
    if (restricted != null) {
      verbs.addAll(List.of(restricted.toUpperCase(Locale.ROOT).split("\\s*,\\s*", -1)));
    }
    add(new LocatedName("the path '%s'".formatted(path), file, scalar), path, verbs);
  }

  private void add(LocatedName link, String path, Set<String> verbs) {
    Answered answered =
        new Answered(
            unnamed(settings.resolve(path)),
            verbs,
            "in %s:%d".formatted(link.file(), link.problem("").line()));
    seen.stream()
        .filter(answered::clashesWith)
        .findFirst()
        .ifPresentOrElse(
            other ->
                problems.add(
                    link.problem(
                        "%s is already %s; names of variables make no difference"
                            .formatted(link.name(), other.owner()))),
            () -> seen.add(answered));
  }

  /** Removes the names of variables and repeated slashes. */
  private static String unnamed(String path) {
    String plain = ("/" + path).replaceAll("\\{[^{}]*\\}", "{}").replaceAll("/+", "/");
    return plain.length() > 1 && plain.endsWith("/")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  private void controllers() {
    String actuator = settings.value(ACTUATOR) == null ? "/actuator" : settings.value(ACTUATOR);
    for (String path : List.of("", "/health", "/info", "/metrics", "/prometheus")) {
      seen.add(new Answered(unnamed(actuator + path), Set.of(), "answered by the service itself"));
    }
    for (Class<?> type : standIns.controllers()) {
      RequestMapping whole = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
      Arrays.stream(type.getMethods())
          .map(method -> AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class))
          .filter(mapping -> mapping != null)
          .forEach(mapping -> controller(type, whole, mapping));
    }
  }

  private void controller(Class<?> type, @Nullable RequestMapping whole, RequestMapping mapping) {
    Set<String> verbs = new TreeSet<>();
    Arrays.stream(mapping.method()).forEach(method -> verbs.add(method.name()));
    for (String base : orEmpty(whole == null ? new String[0] : whole.path())) {
      for (String path : orEmpty(mapping.path())) {
        seen.add(
            new Answered(
                unnamed(base + "/" + path),
                verbs,
                "answered by the service itself (%s)".formatted(type.getSimpleName())));
      }
    }
  }

  private static String[] orEmpty(String... paths) {
    return paths.length == 0 ? new String[] {""} : paths;
  }
}
