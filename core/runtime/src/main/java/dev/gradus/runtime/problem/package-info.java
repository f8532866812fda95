/** What went wrong and where: the one form that every error of the user's input takes. */
package dev.gradus.runtime.problem;
