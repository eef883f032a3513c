package dev.trainyard.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.pipeline.JobCopies;
import dev.trainyard.pipeline.RemoteTrials;
import dev.trainyard.startup.ProcessRole;
import io.micrometer.core.instrument.MeterRegistry;
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
      ClusterSettings settings, SliceServer server, WorkerIdentity identity, ProcessRole role) {
    return new Membership(settings, server, identity, role != ProcessRole.API);
  }

  @Bean
  SliceMetrics sliceMetrics(MeterRegistry meters, Membership membership, SliceServer server) {
    return new SliceMetrics(meters, membership, server);
  }

  @Bean
  RemoteTrials remoteTrials(
      ClusterSettings settings,
      Membership membership,
      SliceCodec codec,
      SliceMetrics metrics,
      JobCopies copies,
      ObjectMapper json) {
    return (job, inputs) -> {
      JobCopies.Original original =
          new JobCopies.Original(
              request(json, job.request()),
              job.spaceJson(),
              inputs,
              copies.codeHash(job.request().strategy()));
      return new JobSlices(job.id(), original, settings.minJob(), membership, codec, metrics);
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
