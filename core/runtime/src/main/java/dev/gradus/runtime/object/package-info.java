/**
 * Application objects as rows: values by name, each a number, a string or missing; and access to
 * non-public functions of exported classes.
 */
package dev.gradus.runtime.object;
