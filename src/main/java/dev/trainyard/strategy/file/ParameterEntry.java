package dev.trainyard.strategy.file;

import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.text.LocatedYaml;
import dev.trainyard.text.NumberText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one parameter of a strategy file. */
final class ParameterEntry {
  private static final Set<String> COMMON = Set.of("type", "default", "description");
  private static final Set<String> NUMERIC = Set.of("low", "high", "step", "log", "grid_steps");
  private static final Set<String> CATEGORICAL = Set.of("choices");
  private static final int MAX_GRID_STEPS = 10_000;

  private final String name;
  private final YamlFields fields;

  ParameterEntry(String name, YamlFields fields) {
    this.name = name;
    this.fields = fields;
  }

  /** Returns the parameter; empty, with the mistakes recorded, when it cannot be used. */
  Optional<ParameterSpec> read() {
    String label = fields.text("type");
    String description = fields.text("description");
    if (label == null || description == null) {
      return Optional.empty();
    }
    Optional<ParameterType> type = ParameterType.of(label);
    if (type.isEmpty()) {
      fields.refuse("type", "must be one of " + String.join(", ", ParameterType.labels()));
      return Optional.empty();
    }
    Set<String> allowed = new HashSet<>(COMMON);
    boolean categorical = type.get() == ParameterType.CATEGORICAL;
    allowed.addAll(categorical ? CATEGORICAL : NUMERIC);
    fields.refuseOthers(allowed);
    return categorical ? categorical(description) : numeric(type.get(), description);
  }

  private Optional<ParameterSpec> numeric(ParameterType type, String description) {
    boolean whole = type == ParameterType.INT;
    Double low = fields.number("low", null);
    Double high = fields.number("high", null);
    Double step = fields.number("step", whole ? 1.0 : 0.0);
    Double standard = fields.number("default", null);
    Integer gridSteps =
        fields.whole("grid_steps", 1, MAX_GRID_STEPS, ParameterSpec.DEFAULT_GRID_STEPS);
    boolean log = fields.flag("log");
    if (low == null || high == null || step == null || standard == null || gridSteps == null) {
      return Optional.empty();
    }
    String mistake = null;
    String field = "high";
    if (low > high) {
      mistake = "must be at least low, " + NumberText.format(low);
    } else if (!(low > 0)) {
      field = "low";
      mistake = "must be above 0";
    } else if (whole
        && !(NumberText.isWhole(low) && NumberText.isWhole(high) && NumberText.isWhole(step))) {
      field = "type";
      mistake = "an int needs whole low, high and step";
    } else if (step < 0 || (fields.has("step") && step == 0)) {
      field = "step";
      mistake = "must be above 0";
    } else if (log && fields.has("step")) {
      field = "step";
      mistake = "cannot be combined with log";
    } else if (step > 0 && !multiple(high - low, step)) {
      field = "step";
      mistake = "high must be low plus a multiple of step";
    } else if (standard < low || standard > high) {
      field = "default";
      mistake = "must be from %s to %s".formatted(NumberText.format(low), NumberText.format(high));
    } else if (whole && !NumberText.isWhole(standard)) {
      field = "default";
      mistake = "must be a whole number";
    }
    if (mistake != null) {
      fields.refuse(field, mistake);
      return Optional.empty();
    }
    Object defaultValue = whole ? (Object) (int) standard.doubleValue() : standard;
    return Optional.of(
        new ParameterSpec(
            name, type, low, high, step, log, List.of(), gridSteps, defaultValue, description));
  }

  private static boolean multiple(double range, double step) {
    double steps = range / step;
    return Math.abs(steps - Math.rint(steps)) < 1e-9;
  }

  private Optional<ParameterSpec> categorical(String description) {
    List<Object> choices = new ArrayList<>();
    if (fields.value("choices") instanceof List<?> list) {
      for (Object item : list) {
        Object choice = ((LocatedYaml) item).value();
        if (choice instanceof Number number) {
          choices.add(NumberText.plain(number));
        } else if (choice instanceof String) {
          choices.add(choice);
        }
      }
      boolean oneKind =
          choices.stream().allMatch(Number.class::isInstance)
              || choices.stream().allMatch(String.class::isInstance);
      if (choices.size() != list.size()
          || !oneKind
          || new HashSet<>(choices).size() != choices.size()) {
        choices.clear();
      }
    }
    if (choices.isEmpty()) {
      fields.refuse("choices", "must be a list of different numbers or of different words");
      return Optional.empty();
    }
    ParameterSpec spec = ParameterSpec.categorical(name, choices);
    Object standard = fields.value("default");
    int position = spec.choiceOf(standard);
    if (position < 0) {
      fields.refuse("default", "must be one of " + choices);
      return Optional.empty();
    }
    return Optional.of(
        new ParameterSpec(
            name,
            ParameterType.CATEGORICAL,
            spec.low(),
            spec.high(),
            0,
            false,
            choices,
            spec.gridSteps(),
            choices.get(position),
            description));
  }
}
