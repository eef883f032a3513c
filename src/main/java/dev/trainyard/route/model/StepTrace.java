package dev.trainyard.route.model;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.spi.ProcessorFactory;

/**
 * Remembers which step Camel could not make, since what it throws does not say for a step within
 * another one.
 */
public final class StepTrace implements ProcessorFactory {
  private final ProcessorFactory factory;

  /** What is made now; after a failure the innermost that was not finished. */
  private NamedNode making;

  /**
   * @param factory makes the processors
   */
  public StepTrace(ProcessorFactory factory) {
    this.factory = factory;
  }

  /** Forgets the steps so far. */
  public void forget() {
    making = null;
  }

  /**
   * A step that is concerned instead.
   *
   * @param step null when none is
   */
  public void remember(NamedNode step) {
    making = step;
  }

  /**
   * The step that could not be made and those that it is in, from the inside; none without a step.
   */
  public List<NamedNode> steps() {
    List<NamedNode> steps = new ArrayList<>();
    for (NamedNode step = making; step != null; step = step.getParent()) {
      steps.add(step);
    }
    return steps;
  }

  @Override
  public Processor createProcessor(Route route, NamedNode definition) throws Exception {
    NamedNode outer = making;
    making = definition;
    Processor made = factory.createProcessor(route, definition);
    if (made == null && definition instanceof ProcessorDefinition<?> step) {
      // Camel would make it after this, as most steps
      made = ProcessorReifier.reifier(route, step).createProcessor();
    }
    making = outer;
    return made;
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
