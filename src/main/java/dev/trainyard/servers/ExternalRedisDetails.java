package dev.trainyard.servers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Passes our address of Redis to Boot. TLS trusts the authorities that Java trusts; {@code
 * javax.net.ssl.trustStore} names others.
 */
record ExternalRedisDetails(ExternalRedis redis) implements RedisConnectionDetails {

  @Override
  public @Nullable Standalone getStandalone() {
    return redis instanceof RedisAddress address
        ? Standalone.of(address.host(), address.port(), address.database(), tls())
        : null;
  }

  @Override
  public @Nullable Sentinel getSentinel() {
    return redis instanceof SentinelAddress address ? new Sentinels(address, tls()) : null;
  }

  @Override
  public @Nullable String getUsername() {
    return redis.username().isEmpty() ? null : redis.username();
  }

  @Override
  public @Nullable String getPassword() {
    return redis.password().isEmpty() ? null : redis.password();
  }

  private @Nullable SslBundle tls() {
    return redis.tls() ? SslBundle.systemDefault() : null;
  }

  private record Sentinels(SentinelAddress address, @Nullable SslBundle tls) implements Sentinel {

    @Override
    public int getDatabase() {
      return address.database();
    }

    @Override
    public String getMaster() {
      return address.master();
    }

    @Override
    public List<Node> getNodes() {
      return address.sentinels();
    }

    @Override
    public @Nullable String getUsername() {
      return null;
    }

    @Override
    public @Nullable String getPassword() {
      return null;
    }

    @Override
    public @Nullable SslBundle getSslBundle() {
      return tls;
    }
  }
}
