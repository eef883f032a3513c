/** Parameters, cursors and pages of lists. */
@NullMarked
package dev.trainyard.api.page;

import org.jspecify.annotations.NullMarked;
