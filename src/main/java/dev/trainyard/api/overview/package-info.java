/** The overview over HTTP. */
@NullMarked
package dev.trainyard.api.overview;

import org.jspecify.annotations.NullMarked;
