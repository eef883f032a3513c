package dev.trainyard.api.http;

import dev.trainyard.api.problem.ProblemValve;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the API asks of the servlet container. */
@Configuration
class ContainerBeans {

  /** Characters that clients forget to encode: Tomcat would refuse them without a word. */
  private static final String UNENCODED = "<>[\\]^`{|}\"";

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> container() {
    return factory -> {
      factory.addContextCustomizers(
          context ->
              ((StandardHost) context.getParent())
                  .setErrorReportValveClass(ProblemValve.class.getName()));
      factory.addConnectorCustomizers(
          connector -> {
            connector.setProperty("relaxedPathChars", UNENCODED);
            connector.setProperty("relaxedQueryChars", UNENCODED);
          });
    };
  }
}
