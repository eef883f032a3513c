package dev.trainyard.route.check.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * Which artifact of Camel brings a component, a data format or a language, whether the service has
 * it or not. The list is that of Camel's catalog, which is too large to come along.
 */
public final class CamelArtifacts {
  /** Lines such as {@code component.kafka=camel-kafka}. */
  static final String RESOURCE = "camel-artifacts.properties";

  /** What an artifact brings. */
  public enum Kind {
    component,
    dataformat,
    language
  }

  private final Properties artifacts = new Properties();

  CamelArtifacts() {
    try (InputStream list = CamelArtifacts.class.getResourceAsStream(RESOURCE)) {
      artifacts.load(list);
    } catch (IOException e) {
      throw new IllegalStateException("the list of artifacts", e);
    }
  }

  /** The artifact that brings something; empty when Camel has no such thing. */
  Optional<String> of(Kind kind, String name) {
    return Optional.ofNullable(artifacts.getProperty(kind + "." + name));
  }

  /** What to do for something that is missing; empty when Camel has no such thing. */
  Optional<String> advice(Kind kind, String name, String version) {
    return of(kind, name)
        .map(
            artifact ->
                "org.apache.camel:%s:%s brings it: put its jars into plugins/ as routes/README.md tells"
                    .formatted(artifact, version));
  }
}
