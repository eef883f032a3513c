package dev.trainyard.docs;

import dev.trainyard.docs.MarkdownPage.Mention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pages of a repository point to, and what of it is not there.
 *
 * <p>Of inline code these words are followed:
 *
 * <ul>
 *   <li>a path that begins with a directory of the repository: {@code routes/worker}, {@code
 *       src/docs/http.md}; from {@code NAME} or a wildcard on only what is before;
 *   <li>a class with its folder below the package of the service: {@code job/lifecycle/JobStore},
 *       perhaps with a member, {@code operate/JobOperations#retry};
 *   <li>a folder that ends in a slash: {@code job/lifecycle/};
 *   <li>a name with the whole package: {@code dev.trainyard.bench.JobHeap};
 *   <li>a test by its name alone: {@code FencingIT}.
 * </ul>
 */
final class PageTargets {
  private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
  private static final Pattern PLACE = Pattern.compile("(:\\d+)*:?$");
  private static final Pattern OPEN = Pattern.compile("[*{}<>\\[\\]]|NAME");
  private static final Pattern CLASS =
      Pattern.compile("((?:[a-z]+/)+[A-Z]\\w*)(?:\\.java)?(?:#(\\w+))?");
  private static final Pattern FOLDER = Pattern.compile("(?:[\\w.-]+/)+");
  private static final Pattern QUALIFIED =
      Pattern.compile("dev\\.trainyard((?:\\.[a-z]+)*)(?:\\.([A-Z]\\w*))?");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w*[a-z](?:Test|IT)");

  /** What a checkout does not have: made by the build, by the service and by its user. */
  private static final Set<String> MADE = Set.of("target", "data", "plugins");

  private static final Set<String> NOT_OURS = Set.of(".git", ".idea", "node_modules");
  private static final String SERVICE = "dev/trainyard";

  private final Path root;
  private final List<Path> sources;
  private final List<Path> pages;
  private final Set<String> directories;
  private final Set<String> tests;

  PageTargets(Path root) throws IOException {
    this.root = root;
    this.sources =
        List.of(
            root.resolve("src/main/java").resolve(SERVICE),
            root.resolve("src/test/java").resolve(SERVICE));
    try (Stream<Path> entries = Files.list(root)) {
      this.directories =
          entries
              .filter(Files::isDirectory)
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !MADE.contains(name) && !NOT_OURS.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    List<Path> files = files();
    this.pages = files.stream().filter(file -> file.toString().endsWith(".md")).sorted().toList();
    this.tests =
        files.stream()
            .filter(file -> file.startsWith(sources.get(1)))
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> own = Files.list(root)) {
      own.filter(Files::isRegularFile).forEach(files::add);
    }
    for (String directory : directories) {
      try (Stream<Path> below = Files.walk(root.resolve(directory))) {
        below.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    return files;
  }

  /** The pages of the repository. */
  List<Path> pages() {
    return pages;
  }

  /** Links that lead nowhere, each with file and line. */
  List<String> brokenLinks() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : pages) {
      for (Mention link : MarkdownPage.read(file).links()) {
        faultOfLink(file, link.text()).ifPresent(fault -> broken.add(told(file, link, fault)));
      }
    }
    return broken;
  }

  /** Paths and classes that are not there, each with file and line. */
  List<String> missingNames() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : pages) {
      for (Mention word : MarkdownPage.read(file).codeWords()) {
        if (isMissing(file, PLACE.matcher(word.text()).replaceFirst(""))) {
          missing.add(told(file, word, "does not exist"));
        }
      }
    }
    return missing;
  }

  private String told(Path file, Mention mention, String fault) {
    return "%s:%d: %s %s".formatted(root.relativize(file), mention.line(), mention.text(), fault);
  }

  private Optional<String> faultOfLink(Path page, String target) throws IOException {
    if (OUTSIDE.matcher(target).matches()) {
      return Optional.empty();
    }
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return Optional.of("leads nowhere");
    }
    boolean found = parts.length == 1 || MarkdownPage.read(file).anchors().contains(parts[1]);
    return found ? Optional.empty() : Optional.of("has no such heading");
  }

  private boolean isMissing(Path page, String word) throws IOException {
    int slash = word.indexOf('/');
    if (slash > 0 && directories.contains(word.substring(0, slash))) {
      return !Files.exists(root.resolve(fixed(word)));
    }
    Matcher named = CLASS.matcher(word);
    if (named.matches()) {
      return !hasClass(named.group(1), named.group(2));
    }
    if (FOLDER.matcher(word).matches() && !MADE.contains(word.substring(0, slash))) {
      return !Files.isDirectory(page.resolveSibling(word)) && !hasFolder(word);
    }
    Matcher qualified = QUALIFIED.matcher(word);
    if (qualified.matches()) {
      String folder = qualified.group(1).replace('.', '/').replaceFirst("^/", "");
      return qualified.group(2) == null
          ? !hasFolder(folder)
          : !hasClass(folder + "/" + qualified.group(2), null);
    }
    return TEST.matcher(word).matches() && !tests.contains(word);
  }

  /** A path up to the directory before its first segment that stands for several names. */
  private static String fixed(String path) {
    Matcher open = OPEN.matcher(path);
    return open.find() ? path.substring(0, path.lastIndexOf('/', open.start()) + 1) : path;
  }

  private boolean hasClass(String name, String member) throws IOException {
    for (Path source : sources) {
      Path file = source.resolve(name.replaceFirst("^/", "") + ".java");
      if (Files.exists(file)) {
        return member == null
            || Pattern.compile("\\b" + member + "\\b").matcher(Files.readString(file)).find();
      }
    }
    return false;
  }

  private boolean hasFolder(String name) {
    return sources.stream().anyMatch(source -> Files.isDirectory(source.resolve(name)));
  }
}
