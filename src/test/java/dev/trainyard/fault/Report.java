package dev.trainyard.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run has shown.
 *
 * @param seed of the run
 * @param took from the first fault to the end of the last job
 * @param jobs accepted
 * @param jobsByState how many ended in which state
 * @param attemptsByOutcome how many claims ended how
 * @param repeats how often a client had to ask again
 * @param faults how many of each kind struck
 * @param recoveries of the jobs of killed workers, shortest first
 * @param violations of the promise; empty if it was kept
 * @param log of the faults
 */
record Report(
    long seed,
    Duration took,
    int jobs,
    Map<String, Long> jobsByState,
    Map<String, Long> attemptsByOutcome,
    int repeats,
    Map<Fault, Integer> faults,
    List<Duration> recoveries,
    List<String> violations,
    String log) {

  @Override
  public String toString() {
    return """
        seed                %d
        took                %d s
        jobs accepted       %d %s
        claims              %s
        requests repeated   %d
        faults              %d %s
        lost %d, doubled %d, stuck %d, lied about %d, other violations %d
        recovery            %d jobs, median %s, longest %s
        """
        .formatted(
            seed,
            took.toSeconds(),
            jobs,
            jobsByState,
            attemptsByOutcome,
            repeats,
            faults.values().stream().mapToInt(Integer::intValue).sum(),
            faults,
            count("LOST"),
            count("DOUBLED"),
            count("STUCK"),
            count("LIED ABOUT"),
            violations.size()
                - count("LOST")
                - count("DOUBLED")
                - count("STUCK")
                - count("LIED ABOUT"),
            recoveries.size(),
            recovery(recoveries.size() / 2),
            recovery(recoveries.size() - 1));
  }

  /** The report with all that is needed to explain its violations. */
  String withDetails() {
    return this
        + violations.stream().collect(Collectors.joining("\n", "\n", "\n"))
        + "\nwhat happened\n"
        + log;
  }

  private int count(String kind) {
    return (int) violations.stream().filter(text -> text.contains(kind + ":")).count();
  }

  private String recovery(int index) {
    return recoveries.isEmpty() ? "-" : recoveries.get(index).toMillis() + " ms";
  }
}
