package dev.trainyard.route.check.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

class CamelArtifactsTest {
  private final CamelCatalog catalog = new DefaultCamelCatalog();

  @Test
  void theListIsThatOfCamelsCatalog() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (String name : catalog.findComponentNames()) {
      ComponentModel component = catalog.componentModel(name);
      expected.put("component." + name, component.getArtifactId());
      if (component.getAlternativeSchemes() != null) {
        for (String scheme : component.getAlternativeSchemes().split(",", -1)) {
          expected.put("component." + scheme, component.getArtifactId());
        }
      }
    }
    for (String name : catalog.findDataFormatNames()) {
      expected.put("dataformat." + name, catalog.dataFormatModel(name).getArtifactId());
    }
    for (String name : catalog.findLanguageNames()) {
      expected.put("language." + name, catalog.languageModel(name).getArtifactId());
    }
    Properties list = new Properties();
    try (InputStream in = CamelArtifacts.class.getResourceAsStream(CamelArtifacts.RESOURCE)) {
      list.load(in);
    }

    assertThat(list).containsExactlyInAnyOrderEntriesOf(Map.copyOf(expected));
  }
}
