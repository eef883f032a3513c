/** How clients see the address of this service behind a proxy. */
package dev.trainyard.api.origin;
