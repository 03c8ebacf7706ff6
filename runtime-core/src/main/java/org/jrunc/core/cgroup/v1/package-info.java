/**
 * One class for each cgroup v1 controller. May depend on {@code cgroup} and {@code linux}. Start
 * with the controller in question.
 */
package org.jrunc.core.cgroup.v1;
