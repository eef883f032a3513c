package dev.trainyard.configuration;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The orders of a list of trained configurations, each downwards. */
public enum ConfigurationOrder {
  CREATED_AT(null),
  NET_PROFIT("net_profit"),
  SHARPE_RATIO("sharpe_ratio");

  private final @Nullable String column;

  ConfigurationOrder(@Nullable String column) {
    this.column = column;
  }

  /** The figure that decides before the id does; null for none. */
  @Nullable String column() {
    return column;
  }

  /** The figure of a configuration that this order looks at; null when it has none. */
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
   * @param figure its figure; null when it has none or the order looks at none
   * @param id its id
   */
  public record Place(@Nullable Double figure, UUID id) {}
}
