/** Errors in the user's input: what went wrong and where, always in the same form. */
package dev.gradus.runtime.problem;
