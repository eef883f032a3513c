package dev.trainyard.route.check.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * Knows which of Camel's artifacts contains a component, a data format or a language, whether the
 * service has it or not. The list comes from Camel's catalog, which is too large to ship.
 */
public final class CamelArtifacts {
  /** Lines such as {@code component.kafka=camel-kafka}. */
  static final String RESOURCE = "camel-artifacts.properties";

  /** The kinds of things that an artifact contains. */
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
      throw new IllegalStateException("cannot read the list of artifacts", e);
    }
  }

  /** Returns the artifact that contains something; empty when Camel has no such thing. */
  Optional<String> of(Kind kind, String name) {
    return Optional.ofNullable(artifacts.getProperty(kind + "." + name));
  }

  /** Explains how to add something that is missing; empty when Camel has no such thing. */
  Optional<String> advice(Kind kind, String name, String version) {
    return of(kind, name)
        .map(
            artifact ->
                "org.apache.camel:%s:%s provides it: put its jars into plugins/ as routes/README.md explains"
                    .formatted(artifact, version));
  }
}
