/** Where callbacks may go: URLs, ports and addresses. */
@NullMarked
package dev.trainyard.callback.address;

import org.jspecify.annotations.NullMarked;
