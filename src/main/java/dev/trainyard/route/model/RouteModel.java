package dev.trainyard.route.model;

import dev.trainyard.files.RouteFiles;
import dev.trainyard.text.FileProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** The content of the route files of a process: their entries, and the routes that these define. */
public final class RouteModel {
  private final RouteFiles files;
  private final ParsedFiles parsed;
  private final Entries entries;
  private final List<FileEntry> items;
  private final Map<String, RouteText> units;
  private final Map<FileEntry, List<FileEntry>> configurations;

  private RouteModel(
      RouteFiles files,
      ParsedFiles parsed,
      Entries entries,
      Map<String, RouteText> units,
      Map<FileEntry, List<FileEntry>> configurations) {
    this.files = files;
    this.parsed = parsed;
    this.entries = entries;
    this.items = List.copyOf(entries.items());
    this.units = units;
    this.configurations = configurations;
  }

  /**
   * The entries of route files, in their order.
   *
   * @param items all entries
   * @param drafts the routes and REST operations in them
   * @param configurations the route configurations, with the names in them
   */
  public record Entries(
      List<FileEntry> items, List<ParsedRoute> drafts, Map<FileEntry, RouteWalk> configurations) {

    Entries() {
      this(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    }

    /** Returns the names in routes, REST operations and route configurations. */
    public Stream<RouteWalk> walks() {
      return Stream.concat(
          drafts.stream().map(ParsedRoute::walk), configurations.values().stream());
    }
  }

  /**
   * Reads files once.
   *
   * @param problems receives the mistakes
   */
  public static RouteModel of(RouteFiles files, Collection<FileProblem> problems) {
    return of(files, new ParsedFiles(), problems);
  }

  /**
   * Reads the files.
   *
   * @param parsed the nodes of these files and of former ones
   * @param problems receives the errors of YAML and of the lists of entries; an entry with a
   *     problem may be missing in the model
   */
  public static RouteModel of(
      RouteFiles files, ParsedFiles parsed, Collection<FileProblem> problems) {
    Entries entries = new Entries();
    parsed.retain(files);
    files
        .texts()
        .forEach((name, text) -> new RouteFileReader(name, parsed, entries, problems).read(text));
    Map<String, RouteText> units = new TreeMap<>();
    Map<FileEntry, List<FileEntry>> configurations = new HashMap<>();
    for (ParsedRoute draft : entries.drafts()) {
      List<FileEntry> applied =
          entries.configurations().keySet().stream().filter(item -> draft.uses(item.id())).toList();
      configurations.put(draft.item(), applied);
      if (draft.id() != null) {
        units.putIfAbsent(
            draft.id().name(),
            draft.unit(
                content(draft, applied, entries.items()),
                applied.stream().map(entries.configurations()::get).toList()));
      }
    }
    return new RouteModel(
        files, parsed, entries, Collections.unmodifiableMap(units), configurations);
  }

  /** Returns the YAML node of an entry. */
  public Node entry(FileEntry item) {
    return parsed.entries(item.file(), files.text(item.file()).orElseThrow()).get(item.index());
  }

  /** Returns the entries as the files show them, before routes share anything. */
  public Entries entries() {
    return entries;
  }

  /** Returns the files. */
  public RouteFiles files() {
    return files;
  }

  /** Returns all entries, by file and place. */
  public List<FileEntry> items() {
    return items;
  }

  /** Returns the entries of a kind. */
  public List<FileEntry> items(FileEntry.Kind kind) {
    return items.stream().filter(item -> item.kind() == kind).toList();
  }

  /** Returns the route configurations that apply to an entry. */
  public List<FileEntry> configurations(FileEntry item) {
    return configurations.getOrDefault(item, List.of());
  }

  /** Returns the route configurations that no route uses. */
  public List<FileEntry> unusedConfigurations() {
    return items(FileEntry.Kind.ROUTE_CONFIGURATION).stream()
        .filter(item -> configurations.values().stream().noneMatch(used -> used.contains(item)))
        .toList();
  }

  /** Returns the entries of a kind that another model lacks. */
  public List<FileEntry> itemsBeyond(RouteModel other, FileEntry.Kind kind) {
    List<Object> contents = other.items(kind).stream().map(FileEntry::content).toList();
    return items(kind).stream().filter(item -> !contents.contains(item.content())).toList();
  }

  /** Returns the routes by id. */
  public Map<String, RouteText> units() {
    return units;
  }

  private static Object content(ParsedRoute draft, List<FileEntry> applied, List<FileEntry> items) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("itself", draft.content());
    content.put(
        "configuration",
        draft.isRest()
            ? contents(items, FileEntry.Kind.REST_CONFIGURATION)
            : applied.stream().map(FileEntry::content).toList());
    content.put("beans", beans(draft, content, items));
    return content;
  }

  private static List<Object> contents(List<FileEntry> items, FileEntry.Kind kind) {
    return items.stream().filter(item -> item.kind() == kind).map(FileEntry::content).toList();
  }

  /**
   * Returns the beans whose name occurs in any of the route's texts, and in turn the beans that
   * these name.
   */
  private static List<Object> beans(
      ParsedRoute draft, Map<String, Object> content, List<FileEntry> items) {
    Map<String, Object> all = new LinkedHashMap<>();
    items.stream()
        .filter(item -> item.kind() == FileEntry.Kind.BEANS)
        .forEach(item -> all.putAll(item.beans()));
    Map<String, Object> used = new LinkedHashMap<>();
    String text = draft.content() + " " + content.get("configuration");
    boolean grown = true;
    while (grown) {
      String seen = text;
      Set<String> found =
          all.keySet().stream()
              .filter(name -> !used.containsKey(name) && seen.contains(name))
              .collect(Collectors.toSet());
      found.forEach(name -> used.put(name, all.get(name)));
      text = text + " " + found.stream().map(name -> String.valueOf(all.get(name))).toList();
      grown = !found.isEmpty();
    }
    return List.copyOf(new TreeMap<>(used).values());
  }
}
