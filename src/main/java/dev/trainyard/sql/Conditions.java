package dev.trainyard.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The WHERE clause of a list. A statement names only the conditions that are asked for, so that
 * each combination has the plan of its own index.
 */
public final class Conditions {
  private final List<String> terms = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /** Demands that a column has a value, unless the value is null. */
  public Conditions equal(String column, @Nullable Object value) {
    return value == null ? this : term(column + " = :" + column, column, value);
  }

  /** Demands what a term says of the parameter that it names, unless the value is null. */
  public Conditions term(String term, String parameter, @Nullable Object value) {
    if (value != null) {
      terms.add(term);
      parameters.put(parameter, value);
    }
    return this;
  }

  /** Demands what a term says of parameters that are given apart. */
  public Conditions term(String term) {
    terms.add(term);
    return this;
  }

  /** Gives a parameter of a term. */
  public Conditions parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** The clause, empty without conditions. */
  public String where() {
    return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
  }

  /** A statement with these conditions' parameters. */
  public JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
    return statement.params(parameters);
  }
}
