/** Parameters, cursors and pages of lists. */
package dev.trainyard.api.page;
