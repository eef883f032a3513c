package dev.trainyard.route.check;

import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.ParsedRoute;
import dev.trainyard.text.FileProblem;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds routes that send every message back to where it came from. It would go round for ever, on a
 * thread that nothing can stop.
 */
final class LoopCheck {
  private final Map<String, List<LocatedName>> targets = new HashMap<>();
  private final Collection<FileProblem> problems;
  private final Set<String> done = new HashSet<>();
  private final Deque<String> path = new ArrayDeque<>();

  LoopCheck(Collection<ParsedRoute> drafts, Collection<FileProblem> problems) {
    this.problems = problems;
    for (ParsedRoute draft : drafts) {
      if (draft.from() != null) {
        targets.putIfAbsent(draft.from().name(), draft.walk().certainTargets());
      }
    }
  }

  void run() {
    targets.keySet().stream().sorted().forEach(this::follow);
  }

  private void follow(String source) {
    if (!done.add(source)) {
      return;
    }
    path.addLast(source);
    for (LocatedName target : targets.getOrDefault(source, List.of())) {
      if (path.contains(target.name())) {
        problems.add(
            target.problem(
                "every message goes round for ever: %s; let a 'choice' or 'filter' end it"
                    .formatted(round(target.name()))));
      } else {
        follow(target.name());
      }
    }
    path.removeLast();
  }

  private String round(String target) {
    return path.stream().dropWhile(name -> !name.equals(target)).collect(Collectors.joining(" -> "))
        + " -> "
        + target;
  }
}
