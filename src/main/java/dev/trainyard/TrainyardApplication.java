package dev.trainyard;

import dev.trainyard.route.check.CheckCommand;
import dev.trainyard.startup.ExitCode;
import dev.trainyard.startup.ProcessEnd;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Trainyard, or checks the files that users edit. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrainyardApplication {

  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (!arguments.isEmpty() && arguments.get(0).equals(CheckCommand.NAME)) {
      System.exit(
          new CheckCommand(TrainyardApplication.class, System.out, System.err)
              .run(arguments.subList(1, arguments.size())));
    }
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
