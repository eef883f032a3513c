package dev.trainyard.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the names that a user may have meant. */
public final class NearestNames {
  private static final int LIMIT = 3;
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestNames() {}

  /**
   * Returns up to three candidates by ascending edit distance (Levenshtein, ignoring case).
   * Candidates that differ in more than half of their letters are left out.
   */
  public static List<String> of(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    record Scored(String candidate, int distance) {}
    return candidates.stream()
        .map(c -> new Scored(c, DISTANCE.apply(wanted, c.toLowerCase(Locale.ROOT))))
        .filter(s -> s.distance() * 2 <= Math.max(wanted.length(), s.candidate().length()))
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
        .limit(LIMIT)
        .map(Scored::candidate)
        .toList();
  }

  /**
   * Returns the nearest names as the end of a message: {@code "; did you mean X or Y?"}, or
   * nothing.
   */
  public static String suggestion(String name, Collection<String> candidates) {
    List<String> nearest = of(name, candidates);
    return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
  }
}
