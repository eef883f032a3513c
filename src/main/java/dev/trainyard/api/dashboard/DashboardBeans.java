package dev.trainyard.api.dashboard;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the files of the dashboard. */
@Configuration(proxyBeanMethods = false)
class DashboardBeans implements WebMvcConfigurer {
  private static final Duration LONG = Duration.ofDays(365);

  private final DashboardFiles files;

  /**
   * @param location where the files are; another folder than that of the jar is for those who work
   *     on the dashboard: what they edit is served at once
   */
  DashboardBeans(
      @Value("${trainyard.dashboard.files:" + DashboardFiles.DELIVERED + "}") String location) {
    this.files = new DashboardFiles(location);
  }

  @Bean
  DashboardFiles dashboardFiles() {
    return files;
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(files.path() + "/**")
        .addResourceLocations(files.location())
        .setCacheControl(
            files.isDelivered()
                ? CacheControl.maxAge(LONG).cachePublic().immutable()
                : CacheControl.noStore());
  }
}
