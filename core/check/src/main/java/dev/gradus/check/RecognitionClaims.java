package dev.gradus.check;

import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The claims about how a {@link DataSource} recognises files. */
final class RecognitionClaims {

  /** The size of a sparse file: too large to be read in {@link #SECONDS}, or to fit into memory. */
  private static final long HUGE = 1L << 36;

  private static final int SECONDS = 10;

  /** Typical beginnings of files: empty, numbers, text, a compressed file, negative dimensions. */
  private static final List<byte[]> BEGINNINGS =
      List.of(
          new byte[0],
          new byte[] {0},
          new byte[64],
          new byte[] {0x1f, (byte) 0x8b},
          new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1},
          new byte[] {0, 0, 8, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
          new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
          new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0},
          text("x,y\n1,2\n"),
          text("1 1:0.5 7:2"),
          text("\n\n\n"),
          text("{\"a\": ["),
          text("1".repeat(200_000)));

  private RecognitionClaims() {}

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Its own file, truncated and damaged, and other files. */
  static void checkAnyFile(DataSource source) throws Exception {
    List<byte[]> contents = new ArrayList<>(BEGINNINGS);
    SplittableRandom random = new SplittableRandom(Samples.SEED);
    byte[] noise = new byte[5000];
    random.nextBytes(noise);
    contents.add(noise);
    byte[] own = fileOf(source).isPresent() ? Files.readAllBytes(fileOf(source).get()) : noise;
    for (int length = 1; length < own.length; length *= 2) {
      byte[] damaged = Arrays.copyOf(own, length);
      contents.add(damaged.clone());
      damaged[random.nextInt(length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      contents.add(damaged);
    }
    Path folder = Files.createTempDirectory("gradus-check");
    try {
      Path file = folder.resolve(fileOf(source).map(Path::getFileName).orElse(Path.of("file")));
      ask(source, folder);
      ask(source, file);
      for (byte[] content : contents) {
        Files.write(file, content);
        ask(source, file);
        if (!Arrays.equals(content, Files.readAllBytes(file)) || count(folder) != 1) {
          throw new BrokenClaim(source, "changes a file, or its folder, when it is asked of it");
        }
      }
      checkHuge(source, file, own);
    } finally {
      deleteAll(folder);
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Optional<Recognised> ask(DataSource source, Path file) {
    Optional<Recognised> known;
    try {
      known = Claims.answer(source, "recognise", source.recognise(file));
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new BrokenClaim(source, "fails when it is asked whether it recognises a file: " + e, e);
    }
    known.ifPresent(each -> checkForm(source, each));
    return known;
  }

  private static void checkForm(DataSource source, Recognised known) {
    if (known.source().getClass() != source.getClass() || known.format().isBlank()) {
      throw new BrokenClaim(
          source,
          "recognises a file as in '%s', to be read by %s; the format must have a name, and the source must be of the class of the plugin"
              .formatted(known.format(), BrokenClaim.nameOf(known.source())));
    }
  }

  /** A file that begins like its own, or with zeros, and is practically endless. */
  private static void checkHuge(DataSource source, Path file, byte[] own) throws Exception {
    ExecutorService asking =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "gradus-recognise");
              thread.setDaemon(true);
              return thread;
            });
    try {
      for (byte[] beginning : List.of(own, new byte[1])) {
        Files.delete(file);
        if (makeHuge(file, beginning)) {
          Callable<Optional<Recognised>> question = () -> ask(source, file);
          asking.submit(question).get(SECONDS, TimeUnit.SECONDS);
        }
      }
    } catch (TimeoutException e) {
      throw new BrokenClaim(
          source,
          "reads more than the beginning of a file to recognise it: of one without end it does not say in %s seconds whether it does"
              .formatted(SECONDS),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokenClaim broken) {
        throw broken;
      }
      throw e;
    } finally {
      asking.shutdownNow();
    }
  }

  /** Creates a sparse file, if the file system supports them; otherwise this is not tried. */
  private static boolean makeHuge(Path file, byte[] beginning) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE))) {
      channel.write(ByteBuffer.wrap(beginning));
      channel.position(HUGE);
      channel.write(ByteBuffer.wrap(new byte[1]));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it reports about its own file must agree with what it reads from it. */
  static void checkOwnFile(DataSource source) throws IOException {
    Optional<Recognised> known = fileOf(source).flatMap(file -> ask(source, file));
    if (known.isEmpty()) {
      return;
    }
    List<String> columns = DataSourceClaims.columnsOf(known.get().source());
    Optional<String> target = known.get().target();
    if (target.isPresent() && !columns.contains(target.get())) {
      throw new BrokenClaim(
          source,
          "says that its file has the target '%s', but reads the columns %s"
              .formatted(target.get(), columns));
    }
    int inputs = columns.size() - (target.isPresent() ? 1 : 0);
    Optional<Recognised.Images> images = known.get().images();
    int numbers = images.map(size -> size.height() * size.width() * size.channels()).orElse(inputs);
    if (numbers != inputs) {
      throw new BrokenClaim(
          source,
          "says that its rows are images of %s, but reads %s columns without the target"
              .formatted(images.get(), inputs));
    }
    List<String> needed = new ArrayList<>(columns);
    target.ifPresent(needed::remove);
    Optional<DataSource> again =
        Claims.answer(source, "forColumns", known.get().source().forColumns(needed));
    if (again.isEmpty() || !DataSourceClaims.columnsOf(again.get()).containsAll(needed)) {
      throw new BrokenClaim(
          source, "does not read the columns %s where a model needs them".formatted(needed));
    }
  }

  /** The file that a source reads: its first option that is a path, if that file exists. */
  private static Optional<Path> fileOf(DataSource source) {
    return OptionClaims.valuesOf(source).stream()
        .map(value -> value instanceof Optional<?> given && given.isPresent() ? given.get() : value)
        .filter(Path.class::isInstance)
        .map(Path.class::cast)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
