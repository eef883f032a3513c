/** The routes of this process and their edits over HTTP. */
@NullMarked
package dev.trainyard.api.route;

import org.jspecify.annotations.NullMarked;
