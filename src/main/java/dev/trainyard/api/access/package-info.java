/** Who may come in over HTTP: Spring Security's chain, keys, and the log of who did what. */
@NullMarked
package dev.trainyard.api.access;

import org.jspecify.annotations.NullMarked;
