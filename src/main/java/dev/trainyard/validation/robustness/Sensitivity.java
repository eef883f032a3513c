package dev.trainyard.validation.robustness;

import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.sampler.Neighbours;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The effect of a small change of one parameter on the winner, on the candles of the search. A
 * plateau deserves more trust than a peak, which may be noise.
 *
 * @param neighbours number of points with one parameter moved, see {@link Neighbours}
 * @param feasible number of neighbours that meet the constraints
 * @param kept number of feasible neighbours with at least 80 % of the winner's score
 * @param plateau {@code kept / feasible}; empty when none is feasible, or the winner's score is not
 *     positive
 * @param parameters scores by parameter, in the order of the space
 */
public record Sensitivity(
    int neighbours, int feasible, int kept, OptionalDouble plateau, Map<String, Moved> parameters) {

  public Sensitivity {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Scores of the objective with one parameter moved; empty at a bound, and for an infeasible
   * point.
   *
   * @param down score with the parameter moved down
   * @param up score with the parameter moved up
   */
  public record Moved(OptionalDouble down, OptionalDouble up) {}

  private static final double SCORE_KEPT = 0.8;
  private static final double PLATEAU = 0.5;

  /**
   * Moves each parameter of the winner.
   *
   * @param evaluator the evaluator of the search
   * @param cancelled checked between the evaluations
   */
  public static Sensitivity of(
      StudyRunner runner, Evaluator evaluator, Trial winner, BooleanSupplier cancelled)
      throws InterruptedException {
    ParameterSpace space = winner.parameters().space();
    List<Optional<Parameters>> moves = new ArrayList<>();
    for (int p = 0; p < space.size(); p++) {
      moves.add(Neighbours.moved(winner.parameters(), p, -1));
      moves.add(Neighbours.moved(winner.parameters(), p, 1));
    }
    List<Parameters> points = moves.stream().flatMap(Optional::stream).toList();
    List<Trial> trials = runner.evaluate("sensitivity", points, evaluator, cancelled);
    Iterator<Trial> next = trials.iterator();
    List<OptionalDouble> scores =
        moves.stream()
            .map(move -> move.isPresent() ? score(next.next()) : OptionalDouble.empty())
            .toList();
    Map<String, Moved> parameters = new LinkedHashMap<>();
    for (int p = 0; p < space.size(); p++) {
      parameters.put(space.get(p).name(), new Moved(scores.get(2 * p), scores.get(2 * p + 1)));
    }
    return of(winner.score(), trials, parameters);
  }

  private static Sensitivity of(
      double score, List<Trial> neighbours, Map<String, Moved> parameters) {
    List<Trial> feasible = neighbours.stream().filter(Trial::feasible).toList();
    int kept = (int) feasible.stream().filter(trial -> trial.score() >= SCORE_KEPT * score).count();
    return new Sensitivity(
        neighbours.size(),
        feasible.size(),
        kept,
        score > 0 && !feasible.isEmpty()
            ? OptionalDouble.of((double) kept / feasible.size())
            : OptionalDouble.empty(),
        parameters);
  }

  private static OptionalDouble score(Trial trial) {
    return trial.feasible() ? OptionalDouble.of(trial.score()) : OptionalDouble.empty();
  }

  /**
   * Returns whether most small changes lose a fifth of the score or more: a warning, not a verdict.
   */
  public boolean isPeak() {
    return plateau.isPresent() && plateau.getAsDouble() < PLATEAU;
  }

  /** Returns the JSON shape; {@code parameters} contains {@code [score down, score up]} by name. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("plateau", Json.number(plateau));
    map.put("neighbours", neighbours);
    map.put("feasible_neighbours", feasible);
    Map<String, Object> scores = new LinkedHashMap<>();
    parameters.forEach(
        (name, moved) ->
            scores.put(name, Arrays.asList(Json.number(moved.down), Json.number(moved.up))));
    map.put("parameters", scores);
    return map;
  }
}
