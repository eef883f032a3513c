package dev.trainyard.api.marketdata;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.market-data.*}.
 *
 * @param concurrentUploads how many uploads may run at a time: each holds a database connection for
 *     as long as its client sends
 */
@ConfigurationProperties("trainyard.market-data")
record UploadSettings(@DefaultValue("4") int concurrentUploads) {

  UploadSettings {
    if (concurrentUploads < 1) {
      throw new IllegalArgumentException(
          "trainyard.market-data.concurrent-uploads must be at least 1");
    }
  }
}
