/**
 * Says everything that is wrong with a set of route files, without a server and without touching
 * what runs. How a set that has passed comes to run does not belong here.
 */
package dev.trainyard.route.check;
