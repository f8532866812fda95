package dev.gradus.cli;

import dev.gradus.cli.text.Visible;
import dev.gradus.engine.table.TableCache;
import dev.gradus.runtime.problem.Bytes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows or removes the tables that did not fit into memory. */
@Command(
    description = {
      "Shows the tables that did not fit into memory and are kept in files, or removes them.",
      "They are in the folder that the environment variable GRADUS_CACHE names, otherwise in gradus in your folder for caches, such as ~/.cache."
    },
    mixinStandardHelpOptions = true)
final class CacheCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Another folder that GRADUS_CACHE has named.")
  private Optional<Path> other = Optional.empty();

  @Option(
      names = "--clear",
      description = "Removes them all, except those that a run is writing at this moment.")
  private boolean clears;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    Path folder = other.orElseGet(TableCache::folderOfUser);
    List<TableCache.Kept> before = TableCache.list(folder);
    List<Path> left = clears ? TableCache.clear(folder) : List.of();
    if (json) {
      System.out.println(Visible.json(asMap(folder, before, left)));
    } else {
      System.out.println(asText(folder, before, left));
    }
    return Main.DONE;
  }

  private Map<String, Object> asMap(Path folder, List<TableCache.Kept> files, List<Path> left) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("folder", folder.toString());
    object.put(
        "files",
        files.stream()
            .map(
                kept -> {
                  Map<String, Object> each = new LinkedHashMap<>();
                  each.put("file", kept.file().getFileName().toString());
                  each.put("bytes", kept.bytes());
                  each.put("content", kept.content());
                  each.put("removed", clears && !left.contains(kept.file()));
                  return each;
                })
            .toList());
    return object;
  }

  private String asText(Path folder, List<TableCache.Kept> files, List<Path> left) {
    if (files.isEmpty()) {
      return "The folder %s holds no tables.".formatted(folder);
    }
    long bytes =
        files.stream()
            .filter(kept -> !left.contains(kept.file()))
            .mapToLong(TableCache.Kept::bytes)
            .sum();
    StringBuilder text =
        new StringBuilder(
            "%s %s, %s:".formatted(clears ? "Removed from" : "In", folder, Bytes.text(bytes)));
    for (TableCache.Kept kept : files) {
      text.append(
          "%n  %9s  %s%s"
              .formatted(
                  Bytes.text(kept.bytes()),
                  kept.content(),
                  left.contains(kept.file()) ? " (still there: a run is using it)" : ""));
    }
    return text.append(clears ? "" : "%nRemove them with: gradus cache --clear".formatted())
        .toString();
  }
}
