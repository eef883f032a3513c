package dev.trainyard.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class RouteExecutorTest {
  private final List<Runnable> passedOn = new ArrayList<>();
  private final RouteExecutor executor = new RouteExecutor(passedOn::add, 1);

  @AfterEach
  void forget() {
    MDC.clear();
  }

  @Test
  void aRouteRunsOnTheThreadOfItsRequest() {
    List<Thread> ran = new ArrayList<>();

    executor.execute(() -> ran.add(Thread.currentThread()));

    assertThat(ran).containsExactly(Thread.currentThread());
    assertThat(passedOn).isEmpty();
  }

  @Test
  void withoutAPlaceItIsPassedOn() {
    executor.execute(() -> executor.execute(() -> {}));

    assertThat(passedOn).hasSize(1);
  }

  @Test
  void aPlaceIsFreeAgainAfterAFailure() {
    assertThatThrownBy(
            () ->
                executor.execute(
                    () -> {
                      throw new IllegalStateException("a route fails");
                    }))
        .isInstanceOf(IllegalStateException.class);

    executor.execute(() -> {});
    assertThat(passedOn).isEmpty();
  }

  @Test
  void whatARouteLeavesInTheLogContextIsGone() {
    MDC.put("request", "GET /queue");

    executor.execute(() -> MDC.put("camel.routeId", "queue"));

    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("request", "GET /queue"));
  }
}
