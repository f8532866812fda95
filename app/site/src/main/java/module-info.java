/** Writes the documentation as a folder of pages that need no server. */
module dev.gradus.site {
  requires dev.gradus.check;
  requires dev.gradus.engine;
  requires org.commonmark;
  requires org.commonmark.ext.gfm.tables;
  requires org.commonmark.ext.heading.anchor;
}
