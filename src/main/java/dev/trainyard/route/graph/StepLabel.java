package dev.trainyard.route.graph;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Says in short what a step does. */
final class StepLabel {
  private static final int LONGEST = 160;

  private StepLabel() {}

  /** Returns a text without secrets of endpoints; empty when the kind of the step says it all. */
  static String of(ProcessorDefinition<?> step) {
    String text = text(step).replaceAll("\\s+", " ").strip();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String text(ProcessorDefinition<?> step) {
    if (step instanceof EndpointRequiredDefinition endpoint) {
      return uri(endpoint.getEndpointUri());
    }
    if (step instanceof BeanDefinition bean) {
      String name = Objects.requireNonNullElse(bean.getRef(), simple(bean.getBeanType()));
      return bean.getMethod() == null ? name : name + "." + bean.getMethod();
    }
    if (step instanceof ProcessDefinition process) {
      return Objects.requireNonNullElse(process.getRef(), "");
    }
    if (step instanceof OnExceptionDefinition clause) {
      return simpleNames(clause.getExceptions());
    }
    if (step instanceof CatchDefinition clause) {
      return simpleNames(clause.getExceptions());
    }
    if (step instanceof LogDefinition log) {
      return Objects.requireNonNullElse(log.getMessage(), "");
    }
    if (step instanceof ThrowExceptionDefinition thrown) {
      return simple(thrown.getExceptionType());
    }
    if (step instanceof RemoveHeaderDefinition header) {
      return Objects.requireNonNullElse(header.getName(), "");
    }
    if (step instanceof RemoveHeadersDefinition headers) {
      return Objects.requireNonNullElse(headers.getPattern(), "");
    }
    return step instanceof ExpressionNode node ? name(node) + expression(node.getExpression()) : "";
  }

  /** Returns what is set, before the value that it is set to. */
  private static String name(ExpressionNode step) {
    String name =
        step instanceof SetHeaderDefinition header
            ? header.getName()
            : step instanceof SetPropertyDefinition property
                ? property.getName()
                : step instanceof SetVariableDefinition variable ? variable.getName() : null;
    return name == null ? "" : name + " = ";
  }

  private static String expression(@Nullable ExpressionDefinition expression) {
    if (expression instanceof MethodCallExpression call && call.getRef() != null) {
      return call.getMethod() == null ? call.getRef() : call.getRef() + "." + call.getMethod();
    }
    return expression == null ? "" : Objects.requireNonNullElse(expression.getExpression(), "");
  }

  /** Returns an endpoint without passwords and without the options that its component has. */
  static String uri(@Nullable String uri) {
    return uri == null ? "" : Objects.requireNonNullElse(URISupport.sanitizeUri(uri), "");
  }

  private static String simpleNames(List<String> classes) {
    return classes.stream().map(StepLabel::simple).collect(Collectors.joining(", "));
  }

  private static String simple(@Nullable String className) {
    return className == null ? "" : className.substring(className.lastIndexOf('.') + 1);
  }
}
