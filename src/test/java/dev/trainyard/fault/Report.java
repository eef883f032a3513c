package dev.trainyard.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param recoveries of the jobs of killed workers while another lived, shortest first
 * @param recoveriesByNewWorkers of those that had to wait until a worker had started
 * @param violations of the promise; empty if it was kept
 * @param footprint what a worker and the servers held meanwhile; empty if nobody looked
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
    List<Duration> recoveriesByNewWorkers,
    List<String> violations,
    String footprint,
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
        recovery            %s
        without a worker    %s
        %s"""
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
            summary(recoveries),
            summary(recoveriesByNewWorkers),
            footprint);
  }

  /** The same with what a worker and the servers held meanwhile. */
  Report with(Footprint held) {
    return new Report(
        seed,
        took,
        jobs,
        jobsByState,
        attemptsByOutcome,
        repeats,
        faults,
        recoveries,
        recoveriesByNewWorkers,
        Stream.concat(violations.stream(), held.growths().stream()).toList(),
        held.toString(),
        log);
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

  private static String summary(List<Duration> times) {
    return times.isEmpty()
        ? "no jobs"
        : "%d jobs, median %d ms, longest %d ms"
            .formatted(
                times.size(),
                times.get(times.size() / 2).toMillis(),
                times.get(times.size() - 1).toMillis());
  }
}
