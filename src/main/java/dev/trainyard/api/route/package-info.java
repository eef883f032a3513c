/** The routes of this process and their edits over HTTP. */
package dev.trainyard.api.route;
