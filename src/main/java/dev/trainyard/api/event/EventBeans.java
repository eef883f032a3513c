package dev.trainyard.api.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.KeyRing;
import dev.trainyard.access.Sessions;
import dev.trainyard.job.stream.EventDispatcher;
import dev.trainyard.job.stream.EventSettings;
import dev.trainyard.job.stream.EventStore;
import dev.trainyard.job.stream.EventStreams;
import dev.trainyard.job.view.ProgressQueries;
import dev.trainyard.queue.redis.ControlChannel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a process needs that serves streams of events. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class EventBeans {

  @Bean
  EventDispatcher eventDispatcher(
      EventStore store, ProgressQueries progress, ObjectMapper json, ControlChannel channel) {
    EventDispatcher dispatcher = new EventDispatcher(store, progress, json);
    channel.addFollower(
        message -> dispatcher.happened(message.jobId(), message.type().equals("progress")));
    return dispatcher;
  }

  @Bean
  EventStreams eventStreams(EventDispatcher dispatcher, EventStore store) {
    return new EventStreams(dispatcher, store);
  }

  @Bean
  OpenStreams openStreams(
      EventSettings settings,
      KeyRing keys,
      Sessions sessions,
      Clock clock,
      ApplicationContext context,
      MeterRegistry meters) {
    return new OpenStreams(settings, keys, sessions, clock, context, meters);
  }
}
