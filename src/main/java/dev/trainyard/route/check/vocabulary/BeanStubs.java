package dev.trainyard.route.check.vocabulary;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Service;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cglib.core.CodeGenerationException;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;

/**
 * Stubs with the names and types of the service's beans, which must not be called. A check must
 * know what exists, without reaching what runs or starting what does not.
 */
public final class BeanStubs implements BeanRepository {
  private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

  private final ConfigurableListableBeanFactory beans;
  private final Map<String, Object> made = new ConcurrentHashMap<>();

  /** Creates stubs of the beans that a factory knows, made or not. */
  public BeanStubs(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Returns the names of the service's own beans, which a route may use. */
  List<String> names() {
    return Arrays.stream(beans.getBeanNamesForType(Object.class, false, false))
        .filter(this::isOwn)
        .sorted()
        .toList();
  }

  /** Returns the names of the service's own beans of a type. */
  List<String> names(Class<?> type) {
    return names().stream().filter(name -> beans.isTypeMatch(name, type)).toList();
  }

  private boolean isOwn(String name) {
    Class<?> type = beans.getType(name, false);
    return type != null
        && !name.contains(".")
        && (type.getName().startsWith("dev.trainyard.") || name.equals("dataSource"));
  }

  /** Returns the class loader with which Camel finds components in the service. */
  public ClassLoader classLoader() {
    return Objects.requireNonNull(beans.getBeanClassLoader(), "the beans have no class loader");
  }

  /** Returns whether the service has a bean of a name. */
  public boolean contains(String name) {
    return beans.containsBean(name);
  }

  /** Returns the classes of the beans that answer HTTP requests beside the routes. */
  public List<Class<?>> controllers() {
    return Arrays.stream(beans.getBeanNamesForAnnotation(Controller.class))
        .<Class<?>>map(name -> beans.getType(name, false))
        .filter(Objects::nonNull)
        .<Class<?>>map(ClassUtils::getUserClass)
        .toList();
  }

  /** Returns whether the service has a bean of a type. */
  public boolean has(Class<?> type) {
    return beans.getBeanNamesForType(type, true, false).length > 0;
  }

  @Override
  public @Nullable Object lookupByName(String name) {
    if (!beans.containsBean(name)) {
      return null;
    }
    Class<?> type = beans.getType(name, false);
    return type == null ? null : made.computeIfAbsent(name, key -> of(type));
  }

  @Override
  public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
    Object bean = lookupByName(name);
    return type.isInstance(bean) ? type.cast(bean) : null;
  }

  /** Camel's own services are left out, because a stub of one would be called. */
  @Override
  public <T> Map<String, T> findByTypeWithName(Class<T> type) {
    Map<String, T> found = new TreeMap<>();
    if (!type.getName().startsWith("org.apache.camel.")) {
      for (String name : beans.getBeanNamesForType(type, true, false)) {
        T bean = lookupByNameAndType(name, type);
        if (bean != null) {
          found.put(name, bean);
        }
      }
    }
    return found;
  }

  @Override
  public <T> Set<T> findByType(Class<T> type) {
    return new HashSet<>(findByTypeWithName(type).values());
  }

  /**
   * Creates an object of a type without running a constructor. A type that Camel would start, or
   * that is abstract, gets a stub that does nothing. The object mapper is real, because languages
   * such as jsonpath call it while a route is made, and it reaches nothing.
   */
  public static Object of(Class<?> type) {
    if (type == ObjectMapper.class) {
      return new ObjectMapper();
    }
    boolean isAbstract = Modifier.isAbstract(type.getModifiers());
    if (type.isInterface()) {
      return proxy(type.getClassLoader(), type.getSimpleName(), type);
    }
    if (!isAbstract && !Service.class.isAssignableFrom(type)) {
      return OBJENESIS.newInstance(type);
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    }
    return Modifier.isFinal(type.getModifiers())
        ? proxy(
            type.getClassLoader(), type.getSimpleName(), ClassUtils.getAllInterfacesForClass(type))
        : inert(type);
  }

  private static Object proxy(ClassLoader loader, String name, Class<?>... types) {
    return Proxy.newProxyInstance(
        loader, types, (proxy, method, arguments) -> answer(proxy, name, method, arguments));
  }

  /** Creates an object of a subclass that overrides every method. */
  private static Object inert(Class<?> type) {
    Enhancer enhancer = new Enhancer();
    enhancer.setSuperclass(type);
    enhancer.setCallbackType(MethodInterceptor.class);
    try {
      Class<?> subclass = enhancer.createClass();
      Object object = OBJENESIS.newInstance(subclass);
      MethodInterceptor interceptor =
          (self, method, arguments, original) ->
              answer(self, type.getSimpleName(), method, arguments);
      ((Factory) object).setCallbacks(new Callback[] {interceptor});
      return object;
    } catch (CodeGenerationException | IllegalArgumentException closed) {
      // A class of the JDK, or one that cannot be extended
      return Modifier.isAbstract(type.getModifiers()) ? new Object() : OBJENESIS.newInstance(type);
    }
  }

  private static @Nullable Object answer(
      Object self, String name, Method method, Object... arguments) {
    return switch (method.getName()) {
      case "toString" -> name;
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> self == arguments[0];
      default ->
          method.getReturnType() == void.class || !method.getReturnType().isPrimitive()
              ? null
              : Array.get(Array.newInstance(method.getReturnType(), 1), 0);
    };
  }
}
