package dev.trainyard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.callback.address.CallbackUrls;
import dev.trainyard.configuration.ConfigurationQueries;
import dev.trainyard.job.request.BatchRequestReader;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the API needs of other packages. */
@Configuration(proxyBeanMethods = false)
class ApiBeans {

  @Bean
  TrainingRequestReader trainingRequestReader(
      StrategyCatalog strategies,
      ObjectMapper json,
      ConfigurationQueries configurations,
      CallbackUrls callbacks) {
    return new TrainingRequestReader(strategies, json, configurations::find, callbacks);
  }

  @Bean
  BatchRequestReader batchRequestReader(TrainingRequestReader requests) {
    return new BatchRequestReader(requests);
  }
}
