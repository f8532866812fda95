/** The learning-rate schedules that ship with Gradus, one a file. */
package dev.gradus.optimizers.schedules;
