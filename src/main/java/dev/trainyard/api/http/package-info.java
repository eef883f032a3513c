/** What happens before a route sees a request: filters, limits of bodies, the servlet container. */
package dev.trainyard.api.http;
