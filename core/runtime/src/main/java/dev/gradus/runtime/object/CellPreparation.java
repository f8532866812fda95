package dev.gradus.runtime.object;

import java.util.List;

/**
 * Prepares rows of cells.
 *
 * @param <P> knows how
 * @param <N> what must be known of a cell
 */
@FunctionalInterface
public interface CellPreparation<P, N> {

  /**
   * Prepares a row.
   *
   * @param prepared overwritten with the inputs of the network, from its beginning on
   * @return what must be known of the cells; empty if nothing
   */
  List<N> prepare(P preparation, NamedCells row, float[] prepared);
}
