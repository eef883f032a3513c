package dev.trainyard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageTimesTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    camel.addRoutePolicyFactory(new StageTimes(meters));
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            onException(IllegalStateException.class).handled(true);
            from("direct:own").routeId("optimize").process(this::failIfAsked);
            from("direct:other").routeId("optimize-largest").group("optimize").to("direct:inner");
            from("direct:inner").routeId("of-no-stage").process(exchange -> {});
          }

          private void failIfAsked(Exchange exchange) {
            if ("fail".equals(exchange.getMessage().getBody())) {
              throw new IllegalStateException("asked for");
            }
          }
        });
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void theRouteOfAStageAndThoseOfItsGroupAreTimed() {
    send("direct:own", "work");
    send("direct:other", "work");

    assertThat(count(Stage.OPTIMIZATION)).isEqualTo(2);
    assertThat(count(Stage.VALIDATION)).isZero();
  }

  @Test
  void aHandledFailureIsNotTimed() {
    send("direct:own", "fail");

    assertThat(count(Stage.OPTIMIZATION)).isZero();
  }

  private void send(String uri, String body) {
    camel.createFluentProducerTemplate().to(uri).withBody(body).send();
  }

  private long count(Stage stage) {
    return meters.get("trainyard.stage").tag("stage", stage.name()).timer().count();
  }
}
