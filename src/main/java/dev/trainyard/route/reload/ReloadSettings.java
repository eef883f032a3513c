package dev.trainyard.route.reload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How edits of files are found.
 *
 * @param interval time between two reads of the files; 0 for never
 */
@ConfigurationProperties("trainyard.reload")
record ReloadSettings(@DefaultValue("300ms") Duration interval) {}
