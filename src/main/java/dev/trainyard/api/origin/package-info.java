/** How clients see the address of this service behind a proxy. */
@NullMarked
package dev.trainyard.api.origin;

import org.jspecify.annotations.NullMarked;
