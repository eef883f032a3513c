package dev.trainyard.cli;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The service's application context with its bean definitions and settings, in which no bean is
 * ever made. It needs no servers and touches no data files.
 */
public final class ServiceBeans extends AnnotationConfigApplicationContext {

  /** Creates the context for an application class and command line arguments. */
  public static ServiceBeans of(Class<?> application, String... arguments) {
    SpringApplication spring = new SpringApplication(application);
    spring.setWebApplicationType(WebApplicationType.NONE);
    spring.setBannerMode(Banner.Mode.OFF);
    spring.setLogStartupInfo(false);
    spring.setRegisterShutdownHook(false);
    spring.setApplicationContextFactory(type -> new ServiceBeans());
    return (ServiceBeans) spring.run(arguments);
  }

  /** Skipped, because it would make the singletons. */
  @Override
  protected void finishBeanFactoryInitialization(ConfigurableListableBeanFactory beanFactory) {
    beanFactory.freezeConfiguration();
  }

  /** Skipped, because it would start the beans. */
  @Override
  protected void finishRefresh() {
    clearResourceCaches();
  }
}
