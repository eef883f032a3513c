package dev.trainyard.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.worker.HelpGiven;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.job.worker.WorkerQueries;
import dev.trainyard.pipeline.JobCopies;
import dev.trainyard.pipeline.RemoteTrials;
import dev.trainyard.startup.ProcessRole;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides the cluster of workers, when it is asked for and this process runs jobs; otherwise
 * nothing of it is loaded.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("trainyard.cluster.enabled")
class ClusterBeans {

  @Bean
  Membership membership(
      ClusterSettings settings,
      OfferedSlices offered,
      WorkerIdentity identity,
      WorkerQueries workers,
      ProcessRole role) {
    return new Membership(
        settings, offered, identity, workers::members, Membership.DIVIDED, role != ProcessRole.API);
  }

  @Bean
  HelpGiven helpGiven(Membership membership, OfferedSlices offered) {
    return new HelpGiven() {
      @Override
      public Optional<UUID> job() {
        return offered.helpedJob();
      }

      @Override
      public Optional<String> address() {
        return membership.address();
      }
    };
  }

  @Bean
  SliceMetrics sliceMetrics(MeterRegistry meters, Membership membership, OfferedSlices offered) {
    return new SliceMetrics(meters, membership, offered);
  }

  @Bean
  RemoteTrials remoteTrials(
      ClusterSettings settings,
      Membership membership,
      CamelContext camel,
      ProducerTemplate template,
      SliceMetrics metrics,
      JobCopies copies,
      ObjectMapper json) {
    SliceRoute route = new SliceRoute(camel, template);
    return (job, inputs) -> {
      JobCopies.Original original =
          new JobCopies.Original(
              request(json, job.request()),
              job.spaceJson(),
              inputs,
              copies.codeHash(job.request().strategy()));
      return new JobSlices(job.id(), original, settings.minJob(), membership, route, metrics);
    };
  }

  private static String request(ObjectMapper json, Object request) {
    try {
      return json.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request that was read can be written", e);
    }
  }
}
