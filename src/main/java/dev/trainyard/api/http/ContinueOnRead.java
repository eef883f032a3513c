package dev.trainyard.api.http;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Asks a client that waits for {@code 100 Continue} to go on only when its body is read, so that a
 * refused upload is refused before it is sent. There is no setting of Spring Boot for it.
 */
@Component
public class ContinueOnRead implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  @Override
  public void customize(TomcatServletWebServerFactory tomcat) {
    tomcat.addConnectorCustomizers(
        connector -> connector.setProperty("continueResponseTiming", "onRead"));
  }
}
