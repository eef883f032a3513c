package dev.trainyard;

import dev.trainyard.startup.ExitCode;
import dev.trainyard.startup.ProcessEnd;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Trainyard. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrainyardApplication {

  public static void main(String[] args) {
    ProcessEnd end = new ProcessEnd();
    end.install();
    SpringApplication application = new SpringApplication(TrainyardApplication.class);
    application.addInitializers(end);
    try {
      application.run(args);
    } catch (AbandonedRunException notAFailure) {
      throw notAFailure;
    } catch (RuntimeException reported) {
      System.exit(ExitCode.of(reported));
    }
  }
}
