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
import org.jspecify.annotations.Nullable;

/** Remembers which step Camel could not make. Camel's exceptions do not say so for nested steps. */
public final class StepTrace implements ProcessorFactory {
  private final ProcessorFactory factory;

  /** The step being made; after a failure, the innermost unfinished one. */
  private @Nullable NamedNode making;

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
   * Sets the step to report.
   *
   * @param step null for none
   */
  public void remember(@Nullable NamedNode step) {
    making = step;
  }

  /**
   * Returns the step that could not be made and those around it, innermost first; none without a
   * step.
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
      // Camel would make it after this, like most steps
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
