package dev.trainyard.api.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Decides on which threads the routes of requests run. */
@Configuration(proxyBeanMethods = false)
class RouteThreads {

  /** Under the name by which Camel looks for it. */
  @Bean(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
  PlatformHttpEngine platformHttpEngine(
      @Value("${server.port}") int port,
      @Qualifier("applicationTaskExecutor") ThreadPoolTaskExecutor tasks) {
    return new SpringBootPlatformHttpEngine(
        port, new RouteExecutor(tasks, tasks.getCorePoolSize()));
  }

  @Bean
  static BeanPostProcessor finishedRoutes() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof RequestMappingHandlerAdapter adapter
            && adapter.getReturnValueHandlers() != null) {
          List<HandlerMethodReturnValueHandler> handlers =
              new ArrayList<>(adapter.getReturnValueHandlers());
          handlers.add(0, new FinishedRouteHandler());
          adapter.setReturnValueHandlers(handlers);
        }
        return bean;
      }
    };
  }
}
