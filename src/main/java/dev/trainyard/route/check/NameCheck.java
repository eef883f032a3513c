package dev.trainyard.route.check;

import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.ParsedRoute;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import dev.trainyard.route.model.RouteWalk;
import dev.trainyard.route.model.Templates;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.NearestNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/** Checks the names in route files: ids, {@code direct:} endpoints, configurations, paths. */
final class NameCheck {
  /** Sources to which beans of the service send: {@code callbackSender}. */
  private static final Set<String> SENT_TO_BY_BEANS =
      Set.of("direct:callback", "direct:fetch-page", "direct:slice-out");

  private final RouteModel.Entries entries;
  private final Collection<FileProblem> problems;

  NameCheck(RouteModel.Entries entries, Collection<FileProblem> problems) {
    this.entries = entries;
    this.problems = problems;
  }

  void run() {
    idsAreUnique();
    sourcesAreUnique();
    configurationsExist();
    targetsExist();
    sourcesAreUsed();
    noKamelets();
    new LoopCheck(entries.drafts(), problems).run();
  }

  /** Routes, REST operations and steps share one name space, because Camel makes MBeans of them. */
  private void idsAreUnique() {
    Map<String, LocatedName> seen = new HashMap<>();
    entries
        .walks()
        .flatMap(walk -> walk.ids().stream())
        .forEach(id -> once(id, seen, "the id '%s'"));
  }

  private void sourcesAreUnique() {
    Map<String, LocatedName> seen = new HashMap<>();
    for (ParsedRoute draft : entries.drafts()) {
      if (draft.from() != null && isTakenOnce(draft.from().name())) {
        once(draft.from(), seen, "a route from '%s'");
      }
    }
  }

  /**
   * Returns whether only one route may take messages from the source. Two routes from the queue
   * would share its jobs at random.
   */
  private static boolean isTakenOnce(String source) {
    return source.startsWith(RouteWalk.DIRECT) || source.startsWith(RouteText.QUEUE);
  }

  private void once(LocatedName link, Map<String, LocatedName> seen, String what) {
    LocatedName other = seen.putIfAbsent(link.name(), link);
    if (other != null) {
      problems.add(
          link.problem(
              "%s is already in %s:%d"
                  .formatted(what.formatted(link.name()), other.file(), other.problem("").line())));
    }
  }

  private void configurationsExist() {
    Set<String> known =
        entries.configurations().keySet().stream()
            .filter(item -> item.id() != null)
            .map(FileEntry::id)
            .collect(Collectors.toCollection(TreeSet::new));
    for (ParsedRoute draft : entries.drafts()) {
      for (LocatedName named : draft.configurations()) {
        if (known.stream().noneMatch(id -> PatternHelper.matchPattern(id, named.name()))) {
          problems.add(
              named.problem(
                  "no routeConfiguration '%s'%s; there are: %s"
                      .formatted(
                          named.name(),
                          NearestNames.suggestion(named.name(), known),
                          String.join(", ", known))));
        }
      }
    }
  }

  private void targetsExist() {
    Set<String> sources = sources();
    allTargets()
        .filter(target -> !sources.contains(target.name()))
        .forEach(
            target ->
                problems.add(
                    target.problem(
                        "no route is from '%s'%s"
                            .formatted(
                                target.name(), NearestNames.suggestion(target.name(), sources)))));
  }

  private void sourcesAreUsed() {
    if (entries.walks().anyMatch(RouteWalk::isDynamic)) {
      return;
    }
    Set<String> targets = allTargets().map(LocatedName::name).collect(Collectors.toSet());
    for (ParsedRoute draft : entries.drafts()) {
      LocatedName from = draft.from();
      if (from != null
          && from.name().startsWith(RouteWalk.DIRECT)
          && !targets.contains(from.name())
          && !SENT_TO_BY_BEANS.contains(from.name())) {
        problems.add(
            from.problem(
                "no step sends to '%s'%s: send to it, or remove the route"
                    .formatted(from.name(), misspelt(from.name(), targets))));
      }
    }
  }

  private void noKamelets() {
    entries
        .walks()
        .flatMap(walk -> walk.kamelets().stream())
        .forEach(kamelet -> problems.add(kamelet.problem(Templates.NO_KAMELET)));
  }

  /**
   * Finds the target without a route that was probably meant for a source to which nothing is sent.
   */
  private String misspelt(String source, Set<String> targets) {
    Set<String> lost = new TreeSet<>(targets);
    lost.removeAll(sources());
    return NearestNames.suggestion(source, lost);
  }

  private Set<String> sources() {
    return entries.drafts().stream()
        .filter(draft -> draft.from() != null)
        .map(draft -> draft.from().name())
        .filter(name -> name.startsWith(RouteWalk.DIRECT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<LocatedName> allTargets() {
    return entries.walks().flatMap(walk -> walk.targets().stream());
  }
}
