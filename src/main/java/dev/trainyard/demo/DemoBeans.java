package dev.trainyard.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.process.DaemonThreads;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the demo when {@code trainyard.demo=true}, once the service has started. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("trainyard.demo")
class DemoBeans {
  private static final Logger LOG = LoggerFactory.getLogger(DemoBeans.class);

  @Bean
  ApplicationRunner demoRunner(
      WebServerApplicationContext server,
      CandleStore store,
      CandleImporter importer,
      ObjectMapper json) {
    return arguments -> {
      String api = "http://localhost:%d/api/v2/training".formatted(server.getWebServer().getPort());
      Demo demo =
          new Demo(
              api,
              new DemoCandles(store, importer),
              json,
              new PrintStream(System.out, true, StandardCharsets.UTF_8));
      DaemonThreads.named("demo", () -> run(demo)).start();
    };
  }

  private static void run(Demo demo) {
    try {
      demo.run();
    } catch (IOException e) {
      LOG.error("the demo ended early: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
