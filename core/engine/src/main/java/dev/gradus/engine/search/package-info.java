/**
 * The search for better configurations: draws them, trains each on all rows but a fold, for each
 * fold in turn, and ranks them.
 *
 * <p>Trials come one after the other, since the training of one uses all processors already, or in
 * other processes at the same time; the order of the results depends on the seed alone.
 */
package dev.gradus.engine.search;
