package dev.trainyard.cli;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The service's application context with its bean definitions and settings, of which no bean is
 * ever made: neither servers nor files of data are needed, or touched.
 */
public final class ServiceBeans extends AnnotationConfigApplicationContext {

  /** For an application class and command line arguments. */
  public static ServiceBeans of(Class<?> application, String... arguments) {
    SpringApplication spring = new SpringApplication(application);
    spring.setWebApplicationType(WebApplicationType.NONE);
    spring.setBannerMode(Banner.Mode.OFF);
    spring.setLogStartupInfo(false);
    spring.setRegisterShutdownHook(false);
    spring.setApplicationContextFactory(type -> new ServiceBeans());
    return (ServiceBeans) spring.run(arguments);
  }

  /** Would make the singletons. */
  @Override
  protected void finishBeanFactoryInitialization(ConfigurableListableBeanFactory beanFactory) {
    beanFactory.freezeConfiguration();
  }

  /** Would start them. */
  @Override
  protected void finishRefresh() {
    clearResourceCaches();
  }
}
