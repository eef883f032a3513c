package dev.trainyard.forward;

import dev.trainyard.validation.forward.DecayTest;
import dev.trainyard.validation.forward.ForwardResult;
import dev.trainyard.validation.forward.Promise;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a configuration has found.
 *
 * @param promise what its hold-out promises of a trade; empty when nothing, or when that is unknown
 * @param asked whether the hold-out was asked for its promise, by this look or a former one
 * @param result its result on candles after its training; empty when there are no new ones
 * @param problem why it cannot be judged, or why it is not tested, for people; null when it is
 */
record Looked(
    Optional<Promise> promise,
    boolean asked,
    Optional<ForwardResult> result,
    @Nullable String problem) {

  /** A look that did not come to ask the hold-out, nor to judge. */
  static Looked prevented(ForwardTask task, String problem) {
    return new Looked(task.promise(), task.asked(), Optional.empty(), problem);
  }

  /** Returns why the configuration has decayed, in words; empty when it has not. */
  Optional<String> decay() {
    return result.flatMap(
        forward ->
            forward
                .decayedAt()
                .flatMap(
                    at ->
                        forward
                            .test()
                            .flatMap(test -> promise.map(p -> reason(forward, test, p, at)))));
  }

  private static String reason(ForwardResult forward, DecayTest test, Promise promise, Instant at) {
    return String.format(
        Locale.ROOT,
        "Its hold-out promised %.3f %% a trade. With the trade that ended on %s, the %s after the training, it is shown"
            + " that less than half of that is left: the %d trades from %s to %s made %.3f %% each on average. The test"
            + " is wrong about at most %.0f in 100 configurations that keep half of their promise",
        promise.mean() * 100,
        at,
        ordinal(test.decayedAt() + 1),
        test.trades(),
        forward.from(),
        forward.to(),
        test.mean() * 100,
        DecayTest.ERROR_RATE * 100);
  }

  private static String ordinal(int number) {
    boolean isTeen = number % 100 / 10 == 1;
    return number
        + switch (isTeen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
