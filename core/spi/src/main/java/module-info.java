/**
 * The interfaces for plugin authors: losses, activations, optimizers and the other kinds.
 *
 * <p>Depends only on the Java platform. Start reading at {@link dev.gradus.spi}.
 */
module dev.gradus.spi {
  exports dev.gradus.spi;
}
