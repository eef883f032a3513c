package dev.trainyard.schedule;

import dev.trainyard.job.request.TrainingRequestReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the readers of schedules. */
@Configuration(proxyBeanMethods = false)
class ScheduleBeans {

  @Bean
  WorkReader workReader(TrainingRequestReader requests) {
    return new WorkReader(requests);
  }

  @Bean
  ScheduleReader scheduleReader(ScheduleSettings settings, Clock clock) {
    return new ScheduleReader(settings, clock);
  }
}
