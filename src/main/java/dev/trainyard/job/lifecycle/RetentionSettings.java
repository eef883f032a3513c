package dev.trainyard.job.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.retention.*}.
 *
 * @param failedJobs the least time for which a dead letter is kept
 */
@ConfigurationProperties("trainyard.retention")
public record RetentionSettings(@DefaultValue("7d") Duration failedJobs) {}
