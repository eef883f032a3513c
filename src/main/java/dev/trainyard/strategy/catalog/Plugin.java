package dev.trainyard.strategy.catalog;

import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.strategy.StrategyProvider;
import dev.trainyard.strategy.file.LocatedDefinition;
import dev.trainyard.strategy.file.StrategyFile;
import dev.trainyard.strategy.parameter.ParameterReader;
import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A strategy of a jar. Neither exceptions nor unusable results of its code pass beyond this class.
 */
final class Plugin {
  private final StrategyProvider provider;
  private final Path jar;
  private final PluginCode code;
  private final String name;
  private final String codeHash;

  /**
   * @param jar file that contains the provider
   * @param codeHash SHA-256 of the jar
   * @throws PluginException when the provider has no usable name
   */
  Plugin(StrategyProvider provider, Path jar, String codeHash) {
    this.provider = provider;
    this.jar = jar;
    this.codeHash = codeHash;
    code = new PluginCode(jar);
    name = code.run(provider.getClass().getName() + ".name failed", provider::name);
    if (name == null || !name.matches(StrategyFile.NAME)) {
      throw code.refusal(
          "%s.name returns %s: it must be upper case letters, digits and _, such as MY_NAME"
              .formatted(provider.getClass().getName(), name));
    }
  }

  /** Returns the name of the strategy. */
  String name() {
    return name;
  }

  /** Identifies the code: the SHA-256 of the jar as it was loaded. */
  String codeHash() {
    return codeHash;
  }

  /** Returns the file of the jar. */
  Path jar() {
    return jar;
  }

  /**
   * Returns the definition in the jar; empty when it has none.
   *
   * @param problems receives what is wrong with it
   */
  Optional<LocatedDefinition> definition(List<FileProblem> problems) {
    String resource =
        "strategies/%s.yaml".formatted(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    String file = jar + "!/" + resource;
    Optional<LocatedDefinition> found =
        text(resource).flatMap(text -> new StrategyFile(file, problems).read(text));
    Optional<LocatedDefinition> own =
        found.filter(located -> located.definition().name().equals(name));
    if (found.isPresent() && own.isEmpty()) {
      problems.add(found.get().nameProblem("must be %s, as its provider says".formatted(name)));
    }
    return own;
  }

  private Optional<FileText> text(String resource) {
    return code.run(
        resource + " cannot be read",
        () -> {
          try (InputStream in =
              provider.getClass().getClassLoader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(EditedText.text(in.readAllBytes()));
          }
        });
  }

  /**
   * Makes the strategy.
   *
   * @throws PluginException when its code throws or the strategy cannot be used; the cause is a
   *     {@link ParameterMismatchException} when the code threw one
   */
  Strategy create(StrategyDefinition definition) {
    Strategy strategy = code.run("create failed", () -> provider.create(definition));
    if (strategy == null) {
      throw code.refusal("create returns null: it must return the strategy " + name);
    }
    List<String> refused =
        code.run("the strategy cannot be described", () -> whatIsWrong(strategy, definition));
    if (!refused.isEmpty()) {
      throw code.refusal(
          "the strategy that create returns cannot be used: " + String.join("; ", refused));
    }
    return strategy;
  }

  /**
   * Checks everything that the service asks a strategy before it has candles, at the defaults of
   * the file.
   */
  private List<String> whatIsWrong(Strategy strategy, StrategyDefinition definition) {
    List<String> wrong = new ArrayList<>();
    String given = strategy.name();
    if (!name.equals(given)) {
      wrong.add("its name is %s, and its provider's is %s".formatted(given, name));
    }
    if (strategy.description() == null) {
      wrong.add("description returns null");
    }
    Set<Side> directions = strategy.directions();
    if (directions == null || directions.isEmpty()) {
      wrong.add("directions returns %s: it must return LONG, SHORT or both".formatted(directions));
    }
    if (!definition.space().equals(strategy.space())) {
      wrong.add("space does not return the space of the definition");
    }
    if (strategy.backtestSpace() == null) {
      wrong.add("backtestSpace returns null");
    }
    Parameters defaults =
        new ParameterReader(definition.space()).read(Map.of()).value().orElseThrow();
    refuseBelow(0, "defaultMinTrades", strategy.defaultMinTrades(), wrong);
    refuseBelow(0, "warmup", strategy.warmup(defaults), wrong);
    refuseBelow(1, "maxHolding", strategy.maxHolding(defaults), wrong);
    refuseBelow(
        0, "indicatorBytesPerCandle", strategy.indicatorBytesPerCandle(definition.space()), wrong);
    return wrong;
  }

  private static void refuseBelow(int least, String method, int given, List<String> wrong) {
    if (given < least) {
      wrong.add("%s returns %d: it must be %d or more".formatted(method, given, least));
    }
  }
}
