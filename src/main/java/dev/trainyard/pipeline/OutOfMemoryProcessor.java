package dev.trainyard.pipeline;

import dev.trainyard.process.OutOfMemory;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Ends the process whose memory is used up, before an error clause takes the job for the culprit.
 */
@Component
public class OutOfMemoryProcessor implements Processor {

  @Override
  public void process(Exchange exchange) {
    OutOfMemory.endProcessIfCauseOf(
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
  }
}
