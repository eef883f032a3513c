/** The dashboard: the page at the root of the service, and the files that it loads. */
@NullMarked
package dev.trainyard.api.dashboard;

import org.jspecify.annotations.NullMarked;
