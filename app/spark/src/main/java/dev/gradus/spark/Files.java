package dev.gradus.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Whole files on the file systems that Spark knows. */
final class Files {

  private Files() {}

  /** Whether there is a file, not a folder. */
  static boolean isFile(String path, SparkSession session) {
    Path file = new Path(path);
    try {
      FileSystem files = system(file, session);
      return files.exists(file) && files.getFileStatus(file).isFile();
    } catch (IOException e) {
      throw unusable("read", path, e);
    }
  }

  /** Reads a file. */
  static byte[] read(String path, SparkSession session) {
    Path file = new Path(path);
    try (var in = system(file, session).open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unusable("read", path, e);
    }
  }

  /** What is written to a file. */
  interface Content {

    /** Writes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file; an existing one is replaced. */
  static void write(String path, byte[] content, SparkSession session) {
    write(path, out -> out.write(content), session);
  }

  /** Writes a file; an existing one is replaced. */
  static void write(String path, Content content, SparkSession session) {
    Path file = new Path(path);
    try (var out = system(file, session).create(file, true)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw unusable("written", path, e);
    }
  }

  private static FileSystem system(Path file, SparkSession session) throws IOException {
    return file.getFileSystem(session.sparkContext().hadoopConfiguration());
  }

  /** The sentence on a file that cannot be read or written. */
  static UncheckedIOException unusable(String what, String path, IOException e) {
    return new UncheckedIOException("%s cannot be %s: %s".formatted(path, what, e.getMessage()), e);
  }
}
