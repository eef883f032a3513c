package dev.trainyard.pipeline;

import dev.trainyard.process.OutOfMemory;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Ends a process that has run out of memory, before an error clause blames the job. */
@Component
public class OutOfMemoryProcessor implements Processor {

  @Override
  public void process(Exchange exchange) {
    OutOfMemory.endProcessIfCauseOf(
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
  }
}
