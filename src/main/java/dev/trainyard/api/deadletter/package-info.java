/** Dead letters over HTTP. */
@NullMarked
package dev.trainyard.api.deadletter;

import org.jspecify.annotations.NullMarked;
