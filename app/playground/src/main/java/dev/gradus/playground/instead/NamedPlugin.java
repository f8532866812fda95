package dev.gradus.playground.instead;

import dev.gradus.playground.plugins.Entry;
import dev.gradus.spi.Plugin;
import java.lang.annotation.Annotation;

/** What a plugin says about itself, without the texts. */
@SuppressWarnings("BadAnnotationImplementation") // nobody compares it
final class NamedPlugin implements Plugin {

  private final Entry entry;

  NamedPlugin(Entry entry) {
    this.entry = entry;
  }

  @Override
  public String name() {
    return entry.name();
  }

  @Override
  public String[] aliases() {
    return new String[0];
  }

  @Override
  public String summary() {
    return "";
  }

  @Override
  public String formula() {
    return "";
  }

  @Override
  public String reference() {
    return "";
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return Plugin.class;
  }
}
