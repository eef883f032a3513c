/** What happens before a route sees a request: filters, limits of bodies, the servlet container. */
@NullMarked
package dev.trainyard.api.http;

import org.jspecify.annotations.NullMarked;
