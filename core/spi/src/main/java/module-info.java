/**
 * What a plugin author sees: the interfaces of losses, activations, optimizers and their kin.
 *
 * <p>Needs nothing but the Java platform. Start reading at {@link dev.gradus.spi}.
 */
module dev.gradus.spi {
  exports dev.gradus.spi;
}
