/** Callbacks over HTTP, and the secrets that sign them. */
@NullMarked
package dev.trainyard.api.callback;

import org.jspecify.annotations.NullMarked;
