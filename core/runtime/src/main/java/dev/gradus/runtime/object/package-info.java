/**
 * Objects of applications as rows: values by name, each a number, a text, or missing; and what
 * classes that applications see do for others alone.
 */
package dev.gradus.runtime.object;
