package dev.trainyard.route.model;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.ProcessorFactory;

/**
 * Remembers which step Camel was making last, since what it throws does not say for a step within
 * another one.
 */
public final class StepTrace implements ProcessorFactory {
  private final ProcessorFactory factory;
  private NamedNode last;

  /**
   * @param factory makes the processors
   */
  public StepTrace(ProcessorFactory factory) {
    this.factory = factory;
  }

  /** Forgets the steps so far. */
  public void forget() {
    last = null;
  }

  /**
   * A step that is concerned instead.
   *
   * @param step null when none is
   */
  public void remember(NamedNode step) {
    last = step;
  }

  /** The step that was made last with those that it is in, from the inside; none without a step. */
  public List<NamedNode> steps() {
    List<NamedNode> steps = new ArrayList<>();
    for (NamedNode step = last; step != null; step = step.getParent()) {
      steps.add(step);
    }
    return steps;
  }

  @Override
  public Processor createProcessor(Route route, NamedNode definition) throws Exception {
    last = definition;
    return factory.createProcessor(route, definition);
  }

  @Override
  public Processor createChildProcessor(Route route, NamedNode definition, boolean mandatory)
      throws Exception {
    return factory.createChildProcessor(route, definition, mandatory);
  }

  @Override
  public Processor createProcessor(CamelContext camelContext, String definitionName, Object[] args)
      throws Exception {
    return factory.createProcessor(camelContext, definitionName, args);
  }
}
