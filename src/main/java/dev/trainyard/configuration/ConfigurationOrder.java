package dev.trainyard.configuration;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The orders of a list of trained configurations, each descending. */
public enum ConfigurationOrder {
  CREATED_AT(null),
  NET_PROFIT("net_profit"),
  SHARPE_RATIO("sharpe_ratio");

  private final @Nullable String column;

  ConfigurationOrder(@Nullable String column) {
    this.column = column;
  }

  /** Returns the figure that comes before the id in the order; null for none. */
  @Nullable String column() {
    return column;
  }

  /** Returns the figure of a configuration by which this order sorts; null when it has none. */
  public @Nullable Double figure(ConfigurationView configuration) {
    return switch (this) {
      case CREATED_AT -> null;
      case NET_PROFIT -> configuration.figures().netProfit();
      case SHARPE_RATIO -> configuration.figures().sharpeRatio();
    };
  }

  /**
   * The place of a configuration in an order.
   *
   * @param figure its figure; null when it has none or the order uses none
   * @param id its id
   */
  public record Place(@Nullable Double figure, UUID id) {}
}
