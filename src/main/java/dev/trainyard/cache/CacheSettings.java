package dev.trainyard.cache;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code trainyard.results.*}.
 *
 * @param maxEntry the most that one answer may take in Redis, compressed: Redis does nothing else
 *     while it takes or gives it; 1 KB to 16 MB
 * @param maxTotal the most that all answers may take there together, at least as much
 */
@ConfigurationProperties("trainyard.results")
public record CacheSettings(
    @DefaultValue("1MB") DataSize maxEntry, @DefaultValue("64MB") DataSize maxTotal) {
  private static final DataSize LEAST = DataSize.ofKilobytes(1);
  private static final DataSize MOST = DataSize.ofMegabytes(16);

  public CacheSettings {
    if (maxEntry.compareTo(LEAST) < 0 || maxEntry.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("trainyard.results.max-entry must be 1KB to 16MB");
    }
    if (maxTotal.compareTo(maxEntry) < 0) {
      throw new IllegalArgumentException(
          "trainyard.results.max-total must be at least trainyard.results.max-entry");
    }
  }
}
