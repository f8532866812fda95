package dev.gradus.engine.distributed;

import java.io.Serializable;

/**
 * The gradient of a batch.
 *
 * @param batch its index in the epoch, from 0
 * @param rows its number of rows, at least 1
 * @param loss the mean loss of its rows
 * @param compared whether it had anything that the loss compares
 * @param gradient of the mean loss by all trainable values, one tensor after the other; not to be
 *     modified
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record BatchGradient(int batch, int rows, double loss, boolean compared, float[] gradient)
    implements Serializable {}
