/** The scripts that install, deploy and back up the service, in directories of their own. */
package dev.trainyard.install;
