package dev.trainyard.market.file;

import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.Sample.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The column whose volumes are stored. A wrong one would be stored without anybody noticing, so
 * columns are asked whether they fit together: what was paid divided by what changed hands is a
 * price of the candle.
 *
 * @param column the column; −1 when there is none
 * @param kind what it counts as it is stored
 * @param factor by which its values are multiplied
 * @param note what a reader of the report should know; null for nothing
 */
record VolumeColumn(int column, VolumeKind kind, double factor, @Nullable String note) {
  /** Dollars of one contract of the derivatives whose files call the base currency quote. */
  private static final double[] CONTRACT_DOLLARS = {10, 100};

  /** How many candles it takes to believe them more than the name of a column. */
  private static final int EVIDENCE = 3;

  /**
   * What the columns of a file are taken for before their values are looked at.
   *
   * @param volumes columns that may be the volume in the base currency, the likeliest first
   * @param sure a column whose name leaves no doubt that it is; −1 for none
   * @param turnovers columns that count what was paid
   * @param contracts columns that count contracts
   * @param ticks columns that count changes of the price
   * @param others columns that hold something else for sure: times and prices
   * @param name how the file calls a column
   */
  record Candidates(
      List<Integer> volumes,
      int sure,
      List<Integer> turnovers,
      List<Integer> contracts,
      List<Integer> ticks,
      List<Integer> others,
      IntFunction<String> name) {}

  /**
   * Chooses the column.
   *
   * @param problems is told why there is none
   */
  static VolumeColumn choose(
      Candidates candidates,
      Sample sample,
      Prices prices,
      FileOptions options,
      String base,
      List<String> problems) {
    if (options.volume() != null) {
      return asSaid(options.volume(), candidates, options, problems);
    }
    if (candidates.volumes().isEmpty()) {
      problems.add(nothingInBase(candidates, base));
      return new VolumeColumn(-1, VolumeKind.BASE, 1, null);
    }
    int named = candidates.volumes().get(0);
    if (sample.sum(named) == 0
        && candidates.ticks().stream().anyMatch(ticks -> sample.sum(ticks) > 0)) {
      problems.add(
          "has only zeros as %s, and counts changes of the price as %s; add volume=ticks to store those"
              .formatted(
                  candidates.name().apply(named),
                  candidates.name().apply(candidates.ticks().get(0))));
      return new VolumeColumn(-1, VolumeKind.BASE, 1, null);
    }
    int column =
        named == candidates.sure() || sample.rows().size() < EVIDENCE
            ? named
            : inBase(named, candidates, sample, prices);
    if (column == named) {
      return new VolumeColumn(named, VolumeKind.BASE, 1, null);
    }
    return new VolumeColumn(
        column,
        VolumeKind.BASE,
        1,
        "volumes are those of %s, which fit the prices as %s; %s counts something else"
            .formatted(candidates.name().apply(column), base, candidates.name().apply(named)));
  }

  private static VolumeColumn asSaid(
      VolumeKind said, Candidates candidates, FileOptions options, List<String> problems) {
    List<Integer> columns =
        new ArrayList<>(
            switch (said) {
              case BASE -> List.of();
              case QUOTE -> candidates.turnovers();
              case CONTRACTS -> candidates.contracts();
              case TICKS -> candidates.ticks();
            });
    columns.addAll(candidates.volumes());
    if (columns.isEmpty()) {
      problems.add("has no column volume");
      return new VolumeColumn(-1, said, 1, null);
    }
    return said == VolumeKind.CONTRACTS && options.contractSize() != null
        ? new VolumeColumn(columns.get(0), VolumeKind.BASE, options.contractSize(), null)
        : new VolumeColumn(columns.get(0), said, 1, null);
  }

  private static String nothingInBase(Candidates candidates, String base) {
    if (!candidates.turnovers().isEmpty()) {
      return "has no volume in %s, only what was paid, as %s; add volume=quote to store that"
          .formatted(base, candidates.name().apply(candidates.turnovers().get(0)));
    }
    if (!candidates.contracts().isEmpty()) {
      return "has no volume in %s, only contracts; add volume=contracts, and contract_size if you know it"
          .formatted(base);
    }
    return candidates.ticks().isEmpty()
        ? "has no column volume"
        : "has no volume in %s, only changes of the price; add volume=ticks to store those"
            .formatted(base);
  }

  private static int inBase(int named, Candidates candidates, Sample sample, Prices prices) {
    List<Integer> numbers =
        IntStream.range(0, sample.columns())
            .filter(column -> !candidates.others().contains(column))
            .boxed()
            .toList();
    if (numbers.stream()
        .anyMatch(paid -> paid != named && sample.isTurnover(named, paid, 1, prices))) {
      return named;
    }
    int best = named;
    double most = 0;
    for (int column : numbers) {
      if (column != named && isInBase(column, named, numbers, sample, prices)) {
        // What the takers bought has its own turnover, and is less than all
        double sum = sample.sum(column);
        if (sum > most) {
          best = column;
          most = sum;
        }
      }
    }
    return best;
  }

  private static boolean isInBase(
      int column, int named, List<Integer> numbers, Sample sample, Prices prices) {
    for (double dollars : CONTRACT_DOLLARS) {
      if (sample.isTurnover(column, named, dollars, prices)) {
        return true;
      }
    }
    return numbers.stream()
        .anyMatch(
            paid -> paid != column && paid != named && sample.isTurnover(column, paid, 1, prices));
  }
}
