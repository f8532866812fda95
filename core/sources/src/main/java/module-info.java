/** The data sources that ship with Gradus, in addition to CSV files. */
module dev.gradus.sources {
  requires transitive dev.gradus.spi;
  requires java.sql;

  exports dev.gradus.sources;

  uses java.sql.Driver;

  provides dev.gradus.spi.DataSource with
      dev.gradus.sources.Idx,
      dev.gradus.sources.Jdbc,
      dev.gradus.sources.LibSvm;
}
