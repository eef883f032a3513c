package dev.trainyard.route.check;

import dev.trainyard.files.RouteFiles;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import dev.trainyard.text.NearestNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The routes that the service needs, which are the delivered ones: the build keeps their files
 * beside the classes. A file that is emptied, cut off or lost does not remove them from the list.
 */
public final class NeededRoutes {
  /** The setting that names the routes that an installation leaves out on purpose. */
  public static final String WITHOUT = "trainyard.routes.without";

  private static final String DIRECTORY = "routes";
  private static final String SHIPPED = "dev/trainyard/route/shipped/";
  private static final String PATTERN = "camel.main.routes-include-pattern";

  private final RouteModel shipped;
  private final SortedSet<String> without;
  private final List<RouteText> needed;
  private final List<FileEntry> neededOnce;

  private NeededRoutes(RouteModel shipped, Set<String> concerns, SortedSet<String> without) {
    this.shipped = shipped;
    this.without = without;
    this.needed =
        shipped.units().values().stream()
            .filter(unit -> concerns.contains(concern(unit.item().file())))
            .filter(unit -> !without.contains(unit.id()))
            .toList();
    this.neededOnce =
        shipped.items(FileEntry.Kind.REST_CONFIGURATION).stream()
            .filter(item -> concerns.contains(concern(item.file())))
            .toList();
  }

  /**
   * Returns the needed routes of the directories that a process reads.
   *
   * @throws StartupRefusedException when the setting names an unknown route
   */
  static NeededRoutes of(Environment environment) {
    RouteModel shipped = RouteModel.of(shippedFiles(), new ArrayList<>());
    SortedSet<String> without =
        new TreeSet<>(
            Binder.get(environment).bind(WITHOUT, Bindable.setOf(String.class)).orElse(Set.of()));
    for (String id : without) {
      if (!shipped.units().containsKey(id)) {
        throw new StartupRefusedException(
            "%s names '%s', which is none of the routes that the service needs%s"
                .formatted(WITHOUT, id, NearestNames.suggestion(id, shipped.units().keySet())));
      }
    }
    return new NeededRoutes(shipped, concerns(environment), without);
  }

  private static Set<String> concerns(Environment environment) {
    return Arrays.stream(environment.getProperty(PATTERN, "").split(",", -1))
        .filter(pattern -> !pattern.isBlank())
        .map(pattern -> concern(pattern.strip()))
        .collect(Collectors.toSet());
  }

  /** Returns the name of the directory directly around a file. */
  private static String concern(String file) {
    Path directory = Path.of(file).getParent();
    return directory == null ? "" : String.valueOf(directory.getFileName());
  }

  private static RouteFiles shippedFiles() {
    SortedMap<String, String> texts = new TreeMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:" + SHIPPED + "*/*.camel.yaml")) {
        String url = file.getURL().toString();
        texts.put(
            DIRECTORY + url.substring(url.lastIndexOf(SHIPPED) + SHIPPED.length() - 1),
            file.getContentAsString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the delivered routes", e);
    }
    return RouteFiles.of(Path.of(""), texts);
  }

  /** Returns the ids of the routes that are left out on purpose. */
  public SortedSet<String> without() {
    return without;
  }

  /** Returns the needed routes, without those that are left out on purpose. */
  public List<RouteText> all() {
    return needed;
  }

  /**
   * Finds the route that does the work of a needed one: the route with its id, or else one that
   * takes the same messages.
   *
   * @return its id; null when there is none
   */
  public static @Nullable String provided(RouteText need, RouteModel model) {
    if (model.units().containsKey(need.id())) {
      return need.id();
    }
    return model.units().values().stream()
        .filter(unit -> !need.from().isEmpty() && unit.from().equals(need.from()))
        .map(RouteText::id)
        .findFirst()
        .orElse(null);
  }

  /**
   * Reports needed routes that are missing, and files that are cut off.
   *
   * @param remedy how to bring back what is missing
   */
  void check(RouteModel model, Remedy remedy, Collection<FileProblem> problems) {
    Set<String> wrong = problems.stream().map(FileProblem::file).collect(Collectors.toSet());
    Map<String, List<RouteText>> missing =
        needed.stream()
            .filter(need -> provided(need, model) == null)
            .collect(
                Collectors.groupingBy(
                    unit -> unit.item().file(), TreeMap::new, Collectors.toList()));
    model
        .files()
        .readable()
        .forEach(
            (file, text) -> {
              String whole = shipped.files().text(file).orElse(null);
              if (whole != null) {
                CutOff.betweenLines(file, text, whole)
                    .or(() -> CutOff.withinLine(file, text, whole))
                    .ifPresent(
                        problem -> {
                          problems.add(problem);
                          missing.remove(file);
                        });
              }
            });
    for (FileEntry item : neededOnce) {
      if (model.items(item.kind()).isEmpty() && !wrong.contains(item.file())) {
        problems.add(
            FileProblem.ofFile(
                item.file(),
                "%s; the service needs a '%s', without which no REST operation keeps its path. %s"
                    .formatted(
                        state(item.file(), model.files().texts().get(item.file())),
                        item.kind().key(),
                        remedy.words())));
      }
    }
    missing.forEach(
        (file, units) -> {
          FileText text = model.files().texts().get(file);
          // A file that cannot be read is reported already, and may contain the route
          if (text == null || isEmpty(file, text) || !wrong.contains(file)) {
            problems.add(FileProblem.ofFile(file, lacks(file, text, units, remedy)));
          }
        });
  }

  private static boolean isEmpty(String file, FileText content) {
    try {
      return content.text().filter(text -> YamlTree.entries(file, text).isEmpty()).isPresent();
    } catch (YamlEngineException e) {
      return false;
    }
  }

  private static String state(String file, @Nullable FileText text) {
    if (text == null) {
      return "is missing";
    }
    return isEmpty(file, text) ? "is empty" : "lacks a part of its delivered content";
  }

  private static String lacks(
      String file, @Nullable FileText text, List<RouteText> units, Remedy remedy) {
    String ids = String.join(", ", units.stream().map(RouteText::id).toList());
    return "%s; the service needs the route%s %s. %s. To do without on purpose, set %s=%s%s"
        .formatted(
            state(file, text),
            units.size() == 1 ? "" : "s",
            ids,
            remedy.words(),
            WITHOUT,
            ids.replace(" ", ""),
            units.stream().anyMatch(RouteText::isQueue)
                ? "; to hold jobs back for a while, pause the queue instead"
                : "");
  }
}
