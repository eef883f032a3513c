package dev.trainyard.route.check.endpoint;

import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.MethodCall;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.bean.BeanEndpoint;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Checks what an endpoint looks up only at its start or for a message: the method of a bean, and
 * the file or resource that it reads.
 */
public final class EndpointNeeds {
  private static final String FILE = "file:";
  private static final String CLASSPATH = "classpath:";

  private final CamelContext camel;
  private final AllowedNames vocabulary;
  private final Path home;

  /**
   * @param home the directory in which the service is usually started
   */
  public EndpointNeeds(CamelContext camel, AllowedNames vocabulary, Path home) {
    this.camel = camel;
    this.vocabulary = vocabulary;
    this.home = home;
  }

  /**
   * Checks an endpoint that Camel has made.
   *
   * @throws UnusableEndpointException when something that it needs is missing
   */
  void check(Endpoint endpoint) {
    if (endpoint instanceof BeanEndpoint bean) {
      method(bean);
    } else {
      BeanIntrospection options = PluginHelper.getBeanIntrospection(camel);
      Object asked = options.getOrElseProperty(endpoint, "allowTemplateFromHeader", false, true);
      if (!Boolean.TRUE.equals(asked)) {
        resource(options.getOrElseProperty(endpoint, "resourceUri", null, true), true);
        // The text is the script itself, unless it begins like the name of a file
        resource(options.getOrElseProperty(endpoint, "script", null, true), false);
      }
    }
  }

  private void method(BeanEndpoint endpoint) {
    String name = endpoint.getBeanName();
    Object bean = camel.getRegistry().lookupByName(name);
    Class<?> type = bean == null ? camel.getClassResolver().resolveClass(name) : bean.getClass();
    if (type == null) {
      throw new UnusableEndpointException(name, vocabulary.noBean(name));
    }
    if (type != Object.class) {
      MethodCall.fault(endpoint.getMethod(), type)
          .ifPresent(
              message -> {
                throw new UnusableEndpointException(endpoint.getMethod(), message);
              });
    }
  }

  private void resource(Object named, boolean inClassPath) {
    if (!(named instanceof String text) || text.contains("${") || text.contains("{{")) {
      return;
    }
    String uri = text.replaceFirst("^resource:", "");
    String path = uri.replaceFirst("^(file|classpath):(//)?", "");
    if (uri.startsWith(FILE)) {
      if (!Files.exists(Path.of(path)) && !Files.exists(home.resolve(path))) {
        throw new UnusableEndpointException(uri, noFile(path));
      }
    } else if ((uri.startsWith(CLASSPATH) || (inClassPath && !ResourceHelper.hasScheme(uri)))
        && camel.getClassResolver().loadResourceAsURL(path) == null) {
      throw new UnusableEndpointException(uri, noResource(path));
    }
  }

  /** Returns the message for a missing file. */
  public static String noFile(String path) {
    String missing = "there is no file '%s'".formatted(path);
    return Path.of(path).isAbsolute()
        ? missing
        : missing + "; a relative path begins at the directory in which the service is started";
  }

  /** Returns the message for a missing resource on the class path. */
  public static String noResource(String path) {
    return "there is no resource '%s' in the jars of plugins/ or of the service; write file: before the path of a file"
        .formatted(path);
  }
}
