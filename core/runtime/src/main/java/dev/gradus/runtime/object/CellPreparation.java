package dev.gradus.runtime.object;

import java.util.List;

/**
 * Prepares rows of cells.
 *
 * @param <P> the type that does it
 * @param <N> a note about a cell
 */
@FunctionalInterface
public interface CellPreparation<P, N> {

  /**
   * Prepares a row.
   *
   * @param prepared overwritten with the inputs of the network, from index 0
   * @return notes about the cells; empty if there are none
   */
  List<N> prepare(P preparation, NamedCells row, float[] prepared);
}
