package dev.trainyard.configuration;

import dev.trainyard.sql.Conditions;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads trained configurations. */
@Repository
public class ConfigurationQueries {
  private static final String LISTED =
      """
      SELECT id, job_id, strategy, symbol, exchange, timeframe, regime, optimizer, objective, parameters, is_active, activated_by,
          lifecycle_stage, confidence, verdict, overfitting_detected, net_profit, sharpe_ratio, sortino_ratio, calmar_ratio,
          profit_factor, expectancy, max_drawdown, win_rate, sample_size, p_value, seed, trials, candles, data_from, data_to,
          data_fingerprint, engine_version, created_at
      FROM trained_configurations
      """;

  private final JdbcClient jdbc;

  /** Creates the queries of a database. */
  public ConfigurationQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns what a configuration was trained by, without what has been made of it since: the uses
   * of its hold-out are not counted. Empty when none has that id.
   */
  public Optional<ConfigurationView> asTrained(UUID id) {
    return jdbc.sql(
            "SELECT *, NULL::integer AS holdout_uses, NULL AS forward FROM trained_configurations WHERE id = :id")
        .param("id", id)
        .query((row, number) -> view(row, documents(row)))
        .optional();
  }

  /** Returns a configuration with its documents, or empty when none has that id. */
  public Optional<ConfigurationView> find(UUID id) {
    return jdbc.sql(
            """
            SELECT *, CASE WHEN out_of_sample IS NOT NULL THEN (
                SELECT count(*)::integer FROM trained_configurations o
                WHERE o.data_fingerprint = c.data_fingerprint AND o.out_of_sample IS NOT NULL)
                + (SELECT count(*)::integer FROM configuration_forward f JOIN trained_configurations o ON o.id = f.config_id
                   WHERE string_to_array(o.symbol, ',') && string_to_array(c.symbol, ',') AND o.exchange = c.exchange AND o.data_fingerprint <> c.data_fingerprint
                       AND f.seen_to >= (c.out_of_sample ->> 'from')::timestamptz AND f.seen_from <= c.data_to)
                END AS holdout_uses,
                (SELECT forward_document(f) FROM configuration_forward f WHERE f.config_id = c.id) AS forward
            FROM trained_configurations c WHERE id = :id
            """)
        .param("id", id)
        .query((row, number) -> view(row, documents(row)))
        .optional();
  }

  /** Counts the configurations that trading systems use although they have decayed. */
  public long countDecayedInUse() {
    return jdbc.sql(
            "SELECT count(*) FROM trained_configurations WHERE is_active AND lifecycle_stage = 'DECAY'")
        .query(Long.class)
        .single();
  }

  /**
   * Lists the configurations trained on the same candles, newest first, with their documents; at
   * most a hundred.
   */
  public List<ConfigurationView> trainedOn(
      String fingerprint, String strategy, String engineVersion) {
    return jdbc.sql(
            """
            SELECT *, NULL::integer AS holdout_uses, NULL AS forward FROM trained_configurations
            WHERE data_fingerprint = :fingerprint AND strategy = :strategy AND engine_version = :engine_version
            ORDER BY id DESC LIMIT 100
            """)
        .param("fingerprint", fingerprint)
        .param("strategy", strategy)
        .param("engine_version", engineVersion)
        .query((row, number) -> view(row, documents(row)))
        .list();
  }

  /**
   * Lists configurations in descending order; configurations without the figure come last, newest
   * first.
   *
   * @param after place after which the list continues; null for the start
   * @param limit the most to return
   */
  public List<ConfigurationView> list(
      ConfigurationFilter filter,
      ConfigurationOrder order,
      ConfigurationOrder.@Nullable Place after,
      int limit) {
    String figure = order.column();
    if (figure == null) {
      return select(before(conditions(filter), after), "id DESC", limit);
    }
    // two ranges of one index, since a single condition for both would read the index from its
    // start
    String downwards = figure + " DESC NULLS LAST, id DESC";
    List<ConfigurationView> page = new ArrayList<>();
    Double last = after == null ? null : after.figure();
    if (after == null || last != null) {
      Conditions withFigure = conditions(filter).term(figure + " IS NOT NULL");
      if (after != null && last != null) {
        withFigure
            .term("(" + figure + ", id) < (:figure, :id)")
            .parameter("figure", last)
            .parameter("id", after.id());
      }
      page.addAll(select(withFigure, downwards, limit));
    }
    if (page.size() < limit) {
      Conditions without = conditions(filter).term(figure + " IS NULL");
      if (after != null && last == null) {
        before(without, after);
      }
      page.addAll(select(without, downwards, limit - page.size()));
    }
    return page;
  }

  private List<ConfigurationView> select(Conditions conditions, String order, int limit) {
    return conditions
        .bind(jdbc.sql(LISTED + conditions.where() + " ORDER BY " + order + " LIMIT :limit"))
        .param("limit", limit)
        .query((row, number) -> view(row, null))
        .list();
  }

  private static Conditions before(
      Conditions conditions, ConfigurationOrder.@Nullable Place after) {
    return conditions.term("id < :id", "id", after == null ? null : after.id());
  }

  private static Conditions conditions(ConfigurationFilter filter) {
    Conditions conditions =
        new Conditions()
            .equal("strategy", filter.strategy())
            .markets("symbol", filter.symbol())
            .equal("exchange", filter.exchange())
            .equal("timeframe", filter.timeframe())
            .equal("lifecycle_stage", filter.lifecycle())
            .equal("verdict", filter.verdict());
    // written so that the planner recognises the partial index
    return filter.active() == null
        ? conditions
        : conditions.term(filter.active() ? "is_active" : "NOT is_active");
  }

  private static ConfigurationView view(
      ResultSet row, ConfigurationView.@Nullable Documents documents) throws SQLException {
    RowReader columns = new RowReader(row);
    return new ConfigurationView(
        columns.requiredId("id"),
        columns.requiredId("job_id"),
        row.getString("strategy"),
        row.getString("symbol"),
        row.getString("exchange"),
        row.getString("timeframe"),
        row.getString("regime"),
        row.getString("optimizer"),
        row.getString("objective"),
        row.getString("parameters"),
        row.getBoolean("is_active"),
        row.getString("activated_by"),
        row.getString("lifecycle_stage"),
        columns.number("confidence"),
        row.getString("verdict"),
        row.getObject("overfitting_detected", Boolean.class),
        figures(columns),
        row.getLong("seed"),
        row.getInt("trials"),
        row.getInt("candles"),
        columns.requiredInstant("data_from"),
        columns.requiredInstant("data_to"),
        row.getString("data_fingerprint"),
        row.getString("engine_version"),
        columns.requiredInstant("created_at"),
        documents);
  }

  private static ConfigurationView.Figures figures(RowReader columns) throws SQLException {
    return new ConfigurationView.Figures(
        columns.number("net_profit"),
        columns.number("sharpe_ratio"),
        columns.number("sortino_ratio"),
        columns.number("calmar_ratio"),
        columns.number("profit_factor"),
        columns.number("expectancy"),
        columns.number("max_drawdown"),
        columns.number("win_rate"),
        columns.integer("sample_size"),
        columns.number("p_value"));
  }

  private static ConfigurationView.Documents documents(ResultSet row) throws SQLException {
    return new ConfigurationView.Documents(
        row.getString("in_sample"),
        row.getString("out_of_sample"),
        row.getString("walk_forward"),
        row.getString("full_sample"),
        row.getString("validation"),
        row.getString("lifecycle"),
        row.getString("data_quality"),
        row.getString("request"),
        row.getString("space"),
        row.getObject("holdout_uses", Integer.class),
        row.getString("forward"));
  }
}
