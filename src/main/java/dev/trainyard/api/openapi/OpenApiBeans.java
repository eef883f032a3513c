package dev.trainyard.api.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The document as a bean, and the files of Swagger UI beside its page. */
@Configuration(proxyBeanMethods = false)
class OpenApiBeans implements WebMvcConfigurer {
  private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final int CACHED_SECONDS = 3600;

  @Bean
  ApiDocument apiDocument() {
    return ApiDocument.load();
  }

  /**
   * Own files override those of the WebJar, whose initializer shows the document of a pet store.
   */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/swagger-ui/**")
        .addResourceLocations(
            "classpath:/openapi/swagger-ui/",
            "classpath:/META-INF/resources/webjars/swagger-ui/" + version() + "/")
        .setCachePeriod(CACHED_SECONDS);
  }

  private static String version() {
    try (InputStream in = OpenApiBeans.class.getResourceAsStream(WEBJAR)) {
      Properties properties = new Properties();
      properties.load(in);
      return Objects.requireNonNull(properties.getProperty("version"), WEBJAR);
    } catch (IOException e) {
      throw new UncheckedIOException(WEBJAR, e);
    }
  }
}
