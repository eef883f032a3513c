package dev.trainyard.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.queue.slot.SlotServices;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingQueueProducerTest {
  private final DefaultCamelContext camel = new DefaultCamelContext();

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void anExchangeWithoutAJobIsToldThatItHasNone() throws Exception {
    TrainingQueueComponent queue = new TrainingQueueComponent();
    queue.setServices(servicesOfNobody());
    camel.addComponent(TrainingQueueConstants.SCHEME, queue);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:again").routeId("again").to("training-queue:training?operation=retry");
          }
        });
    camel.start();

    Exchange answer =
        camel.createProducerTemplate().request("direct:again", exchange -> exchange.getIn());

    assertThat(answer.getException())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this exchange, from again, has no job");
  }

  private static QueueServices servicesOfNobody() {
    SlotServices slots =
        new SlotServices(
            null,
            null,
            null,
            null,
            null,
            Duration.ofSeconds(1),
            null,
            Clock.systemUTC(),
            null,
            null);
    return new QueueServices(slots, null, null, null);
  }
}
