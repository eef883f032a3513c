package dev.trainyard;

import dev.trainyard.files.Home;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.file.StrategyFileException;
import dev.trainyard.text.FileProblem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What every package of the service shares. */
@Configuration(proxyBeanMethods = false)
class TrainyardBeans {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Home home(Environment environment) {
    return Home.of(environment);
  }

  @Bean
  StrategyCatalog strategyCatalog(Home home) {
    try {
      return StrategyCatalog.load(home.strategies(), home.plugins());
    } catch (StrategyFileException e) {
      if (e.problems().size() == 1) {
        throw new StartupRefusedException(e.getMessage(), StartupRefusedException.EX_CONFIG, e);
      }
      throw new StartupRefusedException(
          "%d problems in the strategies. Correct them:".formatted(e.problems().size()),
          e.problems().stream().map(FileProblem::toString).toList());
    }
  }

  @Bean
  WorkerIdentity workerIdentity(ObjectProvider<BuildProperties> build) throws UnknownHostException {
    String host = InetAddress.getLocalHost().getHostName();
    long pid = ProcessHandle.current().pid();
    String id = "%s-%d-%s".formatted(host, pid, UUID.randomUUID().toString().substring(0, 8));
    BuildProperties properties = build.getIfAvailable();
    return new WorkerIdentity(
        id, host, pid, properties == null ? "development" : properties.getVersion());
  }
}
