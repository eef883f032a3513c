package dev.trainyard.exchange;

import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.springframework.stereotype.Component;

/** The files that describe exchanges, as the service starts with them and as they are edited. */
@Component
public class ExchangeFiles {
  private final ExchangeFileReader reader = new ExchangeFileReader();
  private final Exchanges exchanges;

  ExchangeFiles(Exchanges exchanges) {
    this.exchanges = exchanges;
  }

  /**
   * Takes the files of a start.
   *
   * @param texts text of each file, by its name relative to the home
   * @throws StartupRefusedException when a file is wrong
   */
  public void start(SortedMap<String, FileText> texts) {
    List<FileProblem> problems = new ArrayList<>();
    SortedMap<String, Exchange> read = reader.read(texts, problems);
    if (!problems.isEmpty()) {
      throw new StartupRefusedException(
          "%d problems in the files of exchanges. Correct them:".formatted(problems.size()),
          problems.stream().map(FileProblem::toString).toList());
    }
    exchanges.replaceWith(read);
  }

  /**
   * Reads edited files.
   *
   * @param texts text of each file, by its name relative to the home
   * @param problems receives the mistakes
   */
  public SortedMap<String, Exchange> read(
      SortedMap<String, FileText> texts, List<FileProblem> problems) {
    return reader.read(texts, problems);
  }

  /** Takes exchanges that were read. */
  public void replaceWith(SortedMap<String, Exchange> read) {
    exchanges.replaceWith(read);
  }
}
