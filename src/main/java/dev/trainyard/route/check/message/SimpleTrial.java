package dev.trainyard.route.check.message;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.ast.BinaryExpression;
import org.apache.camel.language.simple.ast.DoubleQuoteStart;
import org.apache.camel.language.simple.ast.LiteralExpression;
import org.apache.camel.language.simple.ast.LogicalExpression;
import org.apache.camel.language.simple.ast.SimpleFunctionStart;
import org.apache.camel.language.simple.ast.SimpleNode;
import org.apache.camel.language.simple.ast.SingleQuoteStart;
import org.apache.camel.language.simple.ast.UnaryExpression;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * Camel's language {@code simple}, extended to try the constants of an expression as soon as it is
 * made. Camel itself checks classes, patterns, ranges and the like only for a message.
 *
 * <p>An operator with a constant right side, and a function with constant arguments, is evaluated
 * with an empty message. A failure that its own words explain is not caused by that message.
 */
public final class SimpleTrial extends SimpleLanguage {
  /** Where Camel looks for a language before it makes its own. */
  public static final String NAME = "simple-language";

  private static final String FUNCTION = "${";

  private static final String RESOURCE = "resource:";

  /** Functions that call methods of something outside the message. */
  private static final Set<String> CALLING =
      Set.of("bean", "ref", "camelContext", "exchange", "properties");

  private static final String DATES =
      "now, now-24h, exchangeCreated, header.NAME, variable.NAME, exchangeProperty.NAME or file";

  private static final Pattern DATE = Pattern.compile("Command not supported .*: (?<command>.*)");

  /** Camel's messages about arguments that it accepts for no message. */
  private static final Pattern ARGUMENT = Pattern.compile(".* has unknown type|bound must be .*");

  @Override
  public Expression createExpression(String text) {
    Expression expression = super.createExpression(text);
    if (!text.startsWith(RESOURCE)) {
      attempt(text, new ExpressionNodes(getCamelContext(), text).parse());
    }
    return expression;
  }

  @Override
  public Predicate createPredicate(String text) {
    Predicate predicate = super.createPredicate(text);
    if (!text.startsWith(RESOURCE)) {
      attempt(
          text,
          new SimplePredicateParser(getCamelContext(), text, true, new HashMap<>()).parseTokens());
    }
    return predicate;
  }

  private void attempt(String text, List<SimpleNode> nodes) {
    nodes.forEach(node -> attempt(text, node));
  }

  private void attempt(String text, SimpleNode node) {
    attempt(text, parts(node));
    if (node instanceof BinaryExpression operation && isConstant(operation.getRight())) {
      LiteralExpression nothing = new LiteralExpression(operation.getToken());
      SimpleNode left = operation.getLeft();
      operation.acceptLeftNode(nothing);
      evaluate(text, operation, operation.getRight());
      operation.acceptLeftNode(left);
    } else if (node instanceof SimpleFunctionStart function
        && isConstant(function.getBlock())
        && !CALLING.contains(function.getBlock().toString().replaceFirst("[^A-Za-z-].*", ""))) {
      evaluate(text, function, function.getBlock());
    }
  }

  private List<SimpleNode> parts(SimpleNode node) {
    Stream<SimpleNode> parts = Stream.empty();
    if (node instanceof LogicalExpression logical) {
      parts = Stream.of(logical.getLeft(), logical.getRight());
    } else if (node instanceof BinaryExpression operation) {
      parts = Stream.of(operation.getLeft(), operation.getRight());
    } else if (node instanceof UnaryExpression operation) {
      parts = Stream.of(operation.getLeft());
    } else if (node instanceof SimpleFunctionStart function) {
      parts = function.getBlock().getChildren().stream();
    } else if (node instanceof SingleQuoteStart || node instanceof DoubleQuoteStart) {
      parts = new ExpressionNodes(getCamelContext(), node.toString()).parse().stream();
    }
    return parts.filter(Objects::nonNull).toList();
  }

  private static boolean isConstant(SimpleNode node) {
    return node != null && !node.toString().contains(FUNCTION);
  }

  private void evaluate(String text, SimpleNode node, SimpleNode constant) {
    Exchange empty = new DefaultExchange(getCamelContext());
    try {
      Expression expression = node.createExpression(getCamelContext(), text);
      expression.init(getCamelContext());
      expression.evaluate(empty, Object.class);
    } catch (RuntimeException failure) {
      String reason = reason(failure, constant.toString());
      if (reason != null) {
        throw new SimpleIllegalSyntaxException(text, node.getToken().getIndex(), reason, failure);
      }
    }
  }

  /**
   * Explains what is wrong with the constant; null when the empty message may cause the failure.
   */
  private static @Nullable String reason(Throwable failure, String constant) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String said = RootCause.firstLine(cause);
      Matcher date = DATE.matcher(said);
      if (cause instanceof ClassNotFoundException) {
        return AllowedNames.noClass(said.replaceFirst("Cannot find type: ", "").strip());
      } else if (cause instanceof SimpleIllegalSyntaxException syntax) {
        return syntax.getShortMessage();
      } else if (cause instanceof PatternSyntaxException) {
        return "%s is not a regular expression (%s)".formatted(constant, said);
      } else if (date.matches()) {
        return "no date '%s'; write %s".formatted(date.group("command"), DATES);
      } else if (cause instanceof NumberFormatException
          || cause instanceof NoSuchAlgorithmException
          || ARGUMENT.matcher(said).matches()) {
        return "'%s' cannot be evaluated: %s".formatted(constant, said);
      }
    }
    return null;
  }

  /** Camel's parser, exposing the nodes that it has read. */
  private static final class ExpressionNodes extends SimpleExpressionParser {
    ExpressionNodes(CamelContext camel, String text) {
      super(camel, text, true, new HashMap<>());
    }

    List<SimpleNode> parse() {
      return parseTokens();
    }
  }
}
