/** Whether the beans that route files define can be made. None is made. */
package dev.trainyard.route.check.bean;
