package dev.trainyard.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The WHERE clause of a list. A statement contains only the requested conditions, so that each
 * combination has the plan of its own index.
 */
public final class Conditions {
  private final List<String> terms = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /** Requires a column to have a value, unless the value is null. */
  public Conditions equal(String column, @Nullable Object value) {
    return value == null ? this : term(column + " = :" + column, column, value);
  }

  /**
   * Requires a column that holds markets, joined by commas in alphabetical order, to have those of
   * a text, in whatever order it has them; nothing when it is null.
   */
  public Conditions markets(String column, @Nullable String markets) {
    return equal(
        column,
        markets == null
            ? null
            : Arrays.stream(markets.split(",", -1))
                .map(String::strip)
                .distinct()
                .sorted()
                .collect(Collectors.joining(",")));
  }

  /** Adds a term with the value of the parameter that it names, unless the value is null. */
  public Conditions term(String term, String parameter, @Nullable Object value) {
    if (value != null) {
      terms.add(term);
      parameters.put(parameter, value);
    }
    return this;
  }

  /** Adds a term whose parameters are given separately. */
  public Conditions term(String term) {
    terms.add(term);
    return this;
  }

  /** Sets a parameter of a term. */
  public Conditions parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Returns the clause; empty without conditions. */
  public String where() {
    return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
  }

  /** Returns a statement with the parameters of these conditions. */
  public JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
    return statement.params(parameters);
  }
}
