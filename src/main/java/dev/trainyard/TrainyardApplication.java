package dev.trainyard;

import dev.trainyard.startup.ExitCode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Trainyard. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrainyardApplication {

  public static void main(String[] args) {
    try {
      SpringApplication.run(TrainyardApplication.class, args);
    } catch (AbandonedRunException notAFailure) {
      throw notAFailure;
    } catch (RuntimeException reported) {
      System.exit(ExitCode.of(reported));
    }
  }
}
