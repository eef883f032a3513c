package dev.trainyard.strategy.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import dev.trainyard.text.LocatedYaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one file of {@code config/strategies} and collects every mistake in it. */
public final class StrategyFile {
  /** Pattern of strategy names. */
  public static final String NAME = "[A-Z][A-Z0-9_]*";

  private static final Set<String> KEYS = Set.of("name", "description", "min_trades", "parameters");

  private final String file;
  private final List<FileProblem> problems;

  /**
   * @param file its name for messages
   * @param problems receives the mistakes
   */
  public StrategyFile(String file, List<FileProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Returns the definition; empty when there were mistakes. */
  public Optional<LocatedDefinition> read(FileText content) {
    if (content instanceof FileText.Unreadable unreadable) {
      problems.add(unreadable.problem(file));
    }
    return content.text().flatMap(this::read);
  }

  private Optional<LocatedDefinition> read(String text) {
    int before = problems.size();
    LocatedYaml root;
    try {
      root = LocatedYaml.parse(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add(FileProblem.ofLine(file, line, withoutExcerpts(e.getOriginalMessage())));
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read from memory", e);
    }
    YamlFields fields = new YamlFields(file, "", root, problems);
    fields.refuseOthers(KEYS);
    String name = fields.text("name");
    if (name != null && !name.matches(NAME)) {
      fields.refuse("name", "must be upper case letters, digits and _, such as LIQUIDITY_SWEEP");
    }
    String description = fields.text("description");
    Integer minTrades = fields.whole("min_trades", 1, 1_000_000, null);
    List<ParameterSpec> specs = new ArrayList<>();
    YamlFields parameters = fields.object("parameters");
    for (Map.Entry<String, LocatedYaml> entry : parameters.entries().entrySet()) {
      String parameter = entry.getKey();
      if (!parameter.matches("[a-z][a-z0-9_]*")) {
        parameters.refuse(parameter, "a parameter must be lower case letters, digits and _");
      }
      new ParameterEntry(parameter, parameters.object(parameter)).read().ifPresent(specs::add);
    }
    if (name == null || description == null || minTrades == null || problems.size() > before) {
      return Optional.empty();
    }
    if (specs.isEmpty()) {
      fields.refuse("parameters", "must have at least one parameter");
      return Optional.empty();
    }
    Map<String, Integer> lines = new HashMap<>();
    parameters.entries().forEach((parameter, node) -> lines.put(parameter, node.line()));
    return Optional.of(
        new LocatedDefinition(
            new StrategyDefinition(name, description, minTrades, new ParameterSpace(specs)),
            file,
            fields.line("name"),
            lines));
  }

  /** Returns the parser's message without its indented excerpts of the file. */
  private static String withoutExcerpts(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(": "));
  }
}
