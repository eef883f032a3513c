package dev.trainyard.schedule;

import dev.trainyard.exchange.Exchanges;
import dev.trainyard.job.request.TrainingRequestReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the readers of schedules. */
@Configuration(proxyBeanMethods = false)
class ScheduleBeans {

  @Bean
  WorkReader workReader(TrainingRequestReader requests, Exchanges exchanges) {
    return new WorkReader(requests, new FetchReader(exchanges));
  }

  @Bean
  ScheduleReader scheduleReader(ScheduleSettings settings, Clock clock) {
    return new ScheduleReader(settings, clock);
  }
}
