package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can be wrong with a file: one place, one sentence, one type of exception. */
final class BadConfigurationsTest {

  /**
   * A file with one fault.
   *
   * @param claim what is wrong
   * @param text the file
   * @param place line and column of the fault
   * @param sentence what the sentence must contain; parts are separated by {@code …}
   */
  record Bad(String claim, String text, String place, String sentence) {
    @Override
    public String toString() {
      return claim;
    }
  }

  private static Bad bad(String claim, String text, String place, String sentence) {
    return new Bad(claim, text, place, sentence);
  }

  /** A valid configuration except for its first line. */
  private static Bad line(String claim, String line, String place, String sentence) {
    String key = line.substring(0, line.indexOf(':'));
    String rest =
        Stream.of("loss: mse\n", "optimizer: adam\n", "network: [dense]\n")
            .filter(other -> !other.startsWith(key + ":"))
            .reduce("", String::concat);
    return new Bad(claim, line + "\n" + rest, place, sentence);
  }

  private static Bad epochs(String value, String sentence) {
    return line(
        "epochs are " + value,
        "training: {epochs: " + value + "}",
        "1:20",
        "training.epochs: must be a whole number of at least 1, but is " + sentence);
  }

  private static Bad delta(String value, String sentence) {
    return line(
        "delta is " + value,
        "loss: {huber: {delta: " + value + "}}",
        "1:23",
        "loss.huber.delta: must be a number above 0, but is " + sentence);
  }

  static Stream<Bad> all() {
    return Stream.of(numbers(), words(), keys(), plugins(), features(), syntax(), wholes(), tunes())
        .flatMap(s -> s);
  }

  private static Stream<Bad> numbers() {
    return Stream.of(
        line(
            "epochs and steps",
            "training: {epochs: 5, steps: 100}",
            "1:30",
            "training: steps and epochs both set the length of training; remove one of them"),
        line(
            "a run of no steps",
            "training: {steps: 0}",
            "1:19",
            "training.steps: must be a whole number of at least 1, but is 0"),
        line(
            "checkpoints after no epochs",
            "training: {checkpoint: {every: 0}}",
            "1:32",
            "training.checkpoint.every: must be a whole number of at least 1, but is 0"),
        line(
            "checkpoints of which none is kept",
            "training: {checkpoint: {keep: 0}}",
            "1:31",
            "training.checkpoint.keep: must be a whole number of at least 1, but is 0"),
        line(
            "checkpoints as a number",
            "training: {checkpoint: 10}",
            "1:24",
            "training.checkpoint: must be a mapping with keys such as every, but is '10'"),
        epochs("1.9", "'1.9'; write it with digits only"),
        epochs("1.0", "'1.0'; write it with digits only"),
        epochs("1e3", "'1e3'; write it with digits only"),
        epochs("\"7\"", "the text \"7\"; remove the quotes"),
        epochs("'7'", "the text \"7\"; remove the quotes"),
        epochs("010", "'010'; write it in decimal, without a leading zero"),
        epochs("0x1F", "'0x1F'; write it in decimal"),
        epochs("0o17", "'0o17'; write it in decimal"),
        epochs("0b11", "'0b11'; write it in decimal"),
        epochs("1_000", "'1_000'; write it without underscores"),
        epochs("1:30", "'1:30'"),
        epochs(
            "2147483648",
            "'2147483648'; the number does not fit: it can be from -2147483648 to 2147483647"),
        epochs("-2147483649", "'-2147483649'; the number does not fit"),
        epochs("9".repeat(50), "'" + "9".repeat(50) + "'; the number does not fit"),
        epochs("9".repeat(5000), "'9999"),
        epochs("0", "0"),
        epochs("-1", "-1"),
        epochs("many", "'many'"),
        epochs("true", "'true'"),
        epochs(".inf", "'.inf'; a number must be finite"),
        epochs("[7]", "a list"),
        epochs("{a: 7}", "a mapping with the key 'a'"),
        epochs("{}", "an empty mapping"),
        epochs("\u0663", "'\u0663'"),
        epochs("7 8", "'7 8'"),
        delta(".nan", "'.nan'; a number must be finite"),
        delta("NaN", "'NaN'; a number must be finite"),
        delta(".inf", "'.inf'; a number must be finite"),
        delta("-.INF", "'-.INF'; a number must be finite"),
        delta("Infinity", "'Infinity'; a number must be finite"),
        delta("1e999", "'1e999'; the number is too large"),
        delta("1e-999", "'1e-999'; the number is so small that it would become 0"),
        delta("1.5.2", "'1.5.2'"),
        delta("00.5", "'00.5'; write it in decimal, without a leading zero"),
        delta("1_0.5", "'1_0.5'; write it without underscores"),
        delta("0x1p3", "'0x1p3'"),
        delta("1d", "'1d'"),
        delta("\"0.5\"", "the text \"0.5\"; remove the quotes"),
        delta("half", "'half'"),
        delta("0", "0"),
        delta("-0.0", "-0.0"),
        delta("5%", "'5%'"),
        line("a decimal comma", "loss: {huber: {delta: '0,5'}}", "1:23", "the text \"0,5\""),
        line(
            "a decimal comma in a block",
            "loss:\n  huber:\n    delta: 0,5",
            "3:12",
            "'0,5'; write a point, not a comma"),
        line(
            "a fraction is at its open end",
            "data: {csv: a.csv, target: b, split: {validation: 1}}",
            "1:51",
            "data.split.validation: must be a number of at least 0 and below 1, but is 1"),
        line(
            "a number of a list is out of bounds",
            "optimizer: {adam: {betas: [0.9, 1.0]}}",
            "1:33",
            "optimizer.adam.betas[1]: must be a number of at least 0 and below 1, but is 1.0"),
        line(
            "an optional number is out of bounds",
            "network: [dense: {units: 0}]",
            "1:26",
            "network[0].dense.units: must be a whole number of at least 1, but is 0"),
        line(
            "a long overflows",
            "training: {seed: 9223372036854775808}",
            "1:18",
            "training.seed: must be a whole number, but is … from -9223372036854775808 to 9223372036854775807"));
  }

  private static Stream<Bad> words() {
    return Stream.of(
        line(
            "yes is not true",
            "training: {shuffle: yes}",
            "1:21",
            "training.shuffle: must be true or false, but is 'yes'; write true"),
        line("off is not false", "training: {shuffle: off}", "1:21", "'off'; write false"),
        line("True is not true", "training: {shuffle: True}", "1:21", "'True'; write true"),
        line("1 is not true", "training: {shuffle: 1}", "1:21", "'1'; write true"),
        line("a text is not true", "training: {shuffle: \"true\"}", "1:21", "the text \"true\""),
        line(
            "a number is no text",
            "data: {csv: a.csv, target: 7}",
            "1:28",
            "data.target: must be a string, but is '7'; if it is meant as a string, put it in quotes: \"7\""),
        line(
            "a truth value is no text",
            "data: {csv: a.csv, target: [a, false]}",
            "1:32",
            "data.target[1]: must be a string, but is 'false'; if it is meant as a string, put it in quotes"),
        line(
            "a number is no path",
            "data: {csv: 1.5, target: a}",
            "1:13",
            "data.csv: must be the path of a file, but is '1.5'"),
        line(
            "a path is not empty",
            "data: {csv: '', target: a}",
            "1:13",
            "data.csv: must be the path of a file, but is the text \"\"; name a file"),
        line(
            "a path has no NUL",
            "data: {csv: \"a\\0b\", target: a}",
            "1:13",
            "data.csv: … but is the text \"aU+0000b\"; no file can have this name"),
        line(
            "a text is no list of texts in a list",
            "data: {csv: a.csv, target: [[a]]}",
            "1:29",
            "data.target[0]: must be a string, but is a list"),
        line(
            "a constant is misspelt",
            "data: {csv: a.csv, target: b, scale: standart}",
            "1:38",
            "data.scale: must be one of standard, min-max, robust, robust-clipped, quantile, log, whiten, none, but is 'standart'; did you mean 'standard'?"),
        line(
            "a constant is misspelt in capitals",
            "data: {csv: a.csv, target: b, scale: NOEN}",
            "1:38",
            "but is 'NOEN'; did you mean 'none'?"),
        line(
            "a constant is misspelt with an underscore",
            "optimizer: {kitchen: {mode: very_slwo}}",
            "1:29",
            "must be one of plain, very-slow, but is 'very_slwo'; did you mean 'very-slow'?"),
        line(
            "a section is a word",
            "training: fast",
            "1:11",
            "training: must be a mapping with keys such as epochs, but is 'fast'"),
        line(
            "a mapping is a list",
            "data: {csv: a.csv, target: b, columns: [x]}",
            "1:40",
            "data.columns: must be a mapping of names to values, but is a list"));
  }

  private static Stream<Bad> keys() {
    return Stream.of(
        bad(
            "no loss",
            "network: [dense]\noptimizer: adam\n",
            "1:1",
            "loss: is missing; it must be a loss (band, huber, mean-squared-error, moody)"),
        bad(
            "no optimizer",
            "network: [dense]\nloss: mse\n",
            "1:1",
            "optimizer: is missing; it must be an optimizer (adam, kitchen, sgd)"),
        bad(
            "no network",
            "\n\nloss: mse\noptimizer: adam\n",
            "3:1",
            "network: is missing; it must be a list, each element a layer (alpha-dropout, average-pool, batch-norm, conv2d, dense, dropout, embedding, ensemble, factor, flatten, gaussian-noise, global-average-pool, image, layer-norm, max-pool, periodic, piecewise-linear, residual, rms-norm)"),
        line(
            "no target",
            "data:\n  csv: a.csv",
            "2:3",
            "data.target: is missing; it must be a list, each element a string"),
        line("an empty network", "network: []", "1:10", "network must have at least one layer"),
        line(
            "an empty target",
            "data: {csv: a.csv, target: []}",
            "1:28",
            "data: target must name at least one column"),
        line(
            "a target twice",
            "data: {csv: a.csv, target: [b, b]}",
            "1:28",
            "data: target names a column twice"),
        line(
            "an ignored target",
            "data: {csv: a.csv, target: b, columns: {b: ignore}}",
            "1:40",
            "columns ignores 'b'"),
        line(
            "an unknown key at the root",
            "optimiser: adam",
            "1:1",
            "optimiser: there is no such key; did you mean 'optimizer'? (allowed: data, network, loss, optimizer, schedule, regularizers, metrics, training, tune)"),
        line(
            "an unknown key in a section",
            "training: {epoch: 5}",
            "1:12",
            "training.epoch: there is no such key; did you mean 'epochs'? (allowed: checkpoint, clip-norm, ema-decay, epochs, … and 15 more)"),
        line(
            "a key in camel case",
            "training: {batchSize: 5}",
            "1:12",
            "did you mean 'batch-size'?"),
        line(
            "a misspelt key with an underscore",
            "training: {bacth_size: 5}",
            "1:12",
            "did you mean 'batch-size'?"),
        line(
            "a key that resembles nothing",
            "training: {xyzzy: 5}",
            "1:12",
            "training.xyzzy: there is no such key (allowed: epochs, steps, max-minutes, batch-size, accumulate-batches, shuffle, seed, threads, clip-value, clip-norm, clip-global-norm, max-norm, ema-decay, decay-biases, weight-decay-schedule, class-weights, loss-guard, early-stopping, keep-best, checkpoint, start, reset, new-classes, freeze, groups, calibrate, conformal)"),
        line(
            "a key that is very long",
            "training: {" + "x".repeat(900) + ": 5}",
            "1:12",
            "training.\"" + "x".repeat(60) + "…\": there is no such key"),
        line(
            "an escape sequence in a key",
            "training: {\"\\e[31m\": 5}",
            "1:12",
            "training.\"U+001B[31m\": there is no such key"),
        line(
            "an unknown option",
            "loss: {huber: {detla: 1}}",
            "1:16",
            "loss.huber.detla: there is no such key; did you mean 'delta'? (allowed: delta)"),
        line(
            "an option of a plugin that has none",
            "loss: {mse: {delta: 1}}",
            "1:14",
            "loss.mse.delta: there is no such option; this has no options"),
        line(
            "no space after a colon",
            "training: {epochs: 5, seed:7}",
            "1:23",
            "training.\"seed:7\": there is no such key … put a space after the colon"),
        line(
            "a duplicate key",
            "training: {epochs: 5, epochs: 6}",
            "1:23",
            "training.epochs: is duplicated; it is already in line 1"),
        bad(
            "a duplicate key at the root",
            "loss: mse\nnetwork: [dense]\noptimizer: adam\nloss: huber\n",
            "4:1",
            "loss: is duplicated; it is already in line 1"),
        line(
            "a duplicate key in other quotes",
            "training: {epochs: 5, \"epochs\": 6}",
            "1:23",
            "training.epochs: is duplicated"),
        line(
            "a duplicate column",
            "data:\n  csv: a.csv\n  target: b\n  columns:\n    c: ignore\n    c: numeric",
            "6:5",
            "data.columns.c: is duplicated; it is already in line 5"),
        line(
            "a key without a value",
            "training: {epochs: }",
            "1:19",
            "training.epochs: has no value; it must be a whole number of at least 1, or be "
                + "omitted together with its key"),
        line(
            "a value that is null",
            "training: {epochs: null}",
            "1:20",
            "training.epochs: has no value"),
        line(
            "a value that is a tilde",
            "schedule: ~",
            "1:11",
            "schedule: has no value; it must be a schedule (cosine), or be omitted together with "
                + "its key"),
        line(
            "a list of metrics that is a tilde",
            "metrics: ~",
            "1:10",
            "metrics: has no value; it must be a list, each element a metric (accuracy, band, huber, mean-squared-error, moody, top-k)"),
        line(
            "an optional number that is a tilde",
            "network: [dense: {units: ~}]",
            "1:26",
            "network[0].dense.units: has no value; it must be a whole number of at least 1, or be omitted together with its key"),
        line(
            "a mapping of columns that is a tilde",
            "data: {csv: a.csv, target: b, columns: ~}",
            "1:40",
            "data.columns: has no value; it must be a mapping of names to values"),
        line("a section without a value", "training:", "1:10", "training: has no value"),
        line(
            "an explicit key without a value",
            "training: {? epochs}",
            "1:20",
            "training.epochs: has no value"),
        bad(
            "an explicit key without a value in front of a quoted one",
            "network: [dense]\noptimizer: adam\n? loss\n\"metrics\": []\n",
            "4:1",
            "loss: has no value"),
        line(
            "a mapping that should be a list",
            "metrics:\n  accuracy:\n  mse:",
            "2:3",
            "metrics: must be a list, but is a mapping with 2 keys; put a hyphen in front of each element"),
        line(
            "an element without a value",
            "network: [dense, ]\nmetrics: [~]",
            "2:11",
            "metrics[0]: has no value"));
  }

  private static Stream<Bad> plugins() {
    return Stream.of(
        line(
            "an unknown loss",
            "loss: hubert",
            "1:7",
            "loss: 'hubert' is not a loss; did you mean 'huber'? (installed: band, huber, mean-squared-error, moody; broken jars: bad.jar, it is no zip file)"),
        line("a loss that resembles an alias", "loss: mce", "1:7", "did you mean 'mse'?"),
        line(
            "a misspelt loss in capitals",
            "loss: MES",
            "1:7",
            "'MES' is not a loss; did you mean 'mse'?"),
        line(
            "a loss that is an activation",
            "loss: tanh",
            "1:7",
            "'tanh' is not a loss but an activation"),
        line("a loss that is a number", "loss: 7", "1:7", "'7' is not a loss"),
        line("a loss with an empty name", "loss: ''", "1:7", "'' is not a loss"),
        line(
            "an unknown loss with options",
            "loss: {hubert: {delta: 1}}",
            "1:8",
            "loss: 'hubert' is not a loss"),
        line(
            "a loss that is a list",
            "loss: [mse]",
            "1:7",
            "loss: must be a loss, written as its name, or as name: {option: value}, but is a list"),
        line("a loss that is an empty mapping", "loss: {}", "1:7", "but is an empty mapping"),
        line(
            "two losses",
            "loss: {mse: {}, huber: {}}",
            "1:7",
            "loss: must be a loss, … but is a mapping with 2 keys"),
        line(
            "a loss by a key called name",
            "loss:\n  name: huber\n  delta: 1",
            "2:3",
            "loss: must be a loss, written as its name, or as name: {option: value}, but is a mapping with 2 keys"),
        line(
            "options beside the name",
            "loss:\n  huber:\n  delta: 1",
            "2:3",
            "but is a mapping with 2 keys; put the other keys below 'huber', indented further than it is"),
        line(
            "a colon without options",
            "loss: {huber: }",
            "1:14",
            "loss.huber: there are no options after the colon; remove the colon, or add options"),
        line(
            "an option without its name",
            "loss: {huber: 0.5}",
            "1:15",
            "loss.huber: options must be a mapping, but this is '0.5'; write huber: {delta: …}"),
        line(
            "a list of options",
            "loss: {mse: [1]}",
            "1:13",
            "options must be a mapping, but this is a list; it has no options, so write the name alone"),
        line(
            "a plugin refuses one of its options",
            "loss: {band: {high: 1, low: 2}}",
            "1:21",
            "loss.band: high must not be below low, 2.0"),
        line(
            "a plugin refuses a default beside an option",
            "loss: {band: {low: 2}}",
            "1:14",
            "loss.band: high must not be below low, 2.0"),
        line(
            "a plugin's constructor fails",
            "loss: {moody: {mood: 1}}",
            "1:15",
            "loss.moody: this cannot be used: … not today"),
        line(
            "a plugin's class is missing",
            "loss: {moody: {mood: 2}}",
            "1:15",
            "loss.moody: this cannot be used: … com/example/Missing"),
        line(
            "a plugin refuses without a reason",
            "loss: {moody: {mood: 3}}",
            "1:15",
            "loss.moody: the plugin rejects these options without giving a reason, which is a bug in the plugin"),
        line(
            "an unknown optimizer",
            "optimizer: {adma: {}}",
            "1:13",
            "'adma' is not an optimizer; did you mean 'adam'? (installed: adam, kitchen, sgd; broken jars: bad.jar, it is no zip file)"),
        line("an unknown schedule", "schedule: cosin", "1:11", "'cosin' is not a schedule"),
        line(
            "an unknown regularizer",
            "regularizers: [l3]",
            "1:16",
            "regularizers[0]: 'l3' is not a regularizer"),
        line(
            "an unknown metric",
            "metrics: [acuracy]",
            "1:11",
            "metrics[0]: 'acuracy' is not a metric; did you mean 'accuracy'? (installed: accuracy, top-k; and every loss: band, huber, mean-squared-error, moody; broken jars: bad.jar, it is no zip file)"),
        line(
            "a metric that is neither metric nor loss",
            "metrics: tanh",
            "1:10",
            "metrics: 'tanh' is not a metric but an activation"),
        line(
            "an option of a loss as a metric",
            "metrics: [huber: {delta: 0}]",
            "1:26",
            "metrics[0].huber.delta: must be a number above 0, but is 0"),
        line(
            "an unknown layer",
            "network: [dens]",
            "1:11",
            "network[0]: 'dens' is not a layer; did you mean 'dense'? (installed: … and 7 more; broken jars: bad.jar, it is no zip file)"),
        line(
            "options beside a layer",
            "network:\n  - dense:\n    units: 3",
            "2:5",
            "network[0]: must be a layer, written as its name, … put the other keys below 'dense'"),
        line(
            "an unknown activation in a layer",
            "network: [dense: {activation: tahn}]",
            "1:31",
            "network[0].dense.activation: 'tahn' is not an activation"),
        line(
            "the padding of another library",
            "network: [conv2d: {filters: 4, padding: 1}, dense]",
            "1:41",
            "network[0].conv2d.padding: must be one of valid, same, but is '1'; did you mean 'pads'?"),
        line(
            "padding as a list",
            "network: [conv2d: {filters: 4, padding: [1, 1]}, dense]",
            "1:41",
            "network[0].conv2d.padding: must be one of valid, same, but is a list; did you mean 'pads'?"),
        line(
            "negative padding",
            "network: [conv2d: {filters: 4, padding: -1}, dense]",
            "1:41",
            "network[0].conv2d.padding: must be one of valid, same, but is '-1'; did you mean 'pads'?"),
        line(
            "padding as a word",
            "network: [conv2d: {filters: 4, padding: smae}, dense]",
            "1:41",
            "network[0].conv2d.padding: must be one of valid, same, but is 'smae'; did you mean 'same'?"),
        line(
            "padding of pooling",
            "network: [max-pool: {padding: 1}, dense]",
            "1:22",
            "network[0].max-pool.padding: there is no such key; did you mean 'pads'? (allowed: size, stride, pads)"),
        line(
            "the size of an embedding",
            "network: [embedding: {size: 8}, dense]",
            "1:23",
            "network[0].embedding.size: there is no such key; did you mean 'dimensions'?"),
        line(
            "biases for a layer without",
            "network: [dense: {bias: false, biases: constant}]",
            "1:40",
            "network[0].dense: biases has an initializer, but bias is false"),
        line(
            "an unknown treatment of a column",
            "data: {csv: a.csv, target: b, columns: {\"sepal length\": categorial}}",
            "1:57",
            "data.columns.\"sepal length\": must be one of boolean, categorical, date, ignore, numeric, weight, but is 'categorial'; did you mean 'categorical'?"),
        line(
            "a misspelt boolean",
            "data: {csv: a.csv, target: b, columns: {c: bolean}}",
            "1:44",
            "data.columns.c: must be one of boolean, categorical, date, ignore, numeric, weight, but is 'bolean'; did you mean 'boolean'?"),
        line(
            "a word for yes and no",
            "data: {csv: a.csv, target: b, columns: {c: {boolean: {positive: a, negative: [b, A]}}}}",
            "1:65",
            "data.columns.c.boolean: positive and negative must not contain a word twice, but 'A' is"),
        line(
            "words for yes alone",
            "data: {csv: a.csv, target: b, columns: {c: {boolean: {positive: a}}}}",
            "1:65",
            "data.columns.c.boolean: positive has words for yes, but negative has none for no"),
        line(
            "an unknown treatment of missing answers",
            "data: {csv: a.csv, target: b, columns: {c: {boolean: {missing: mean}}}}",
            "1:64",
            "data.columns.c.boolean.missing: must be one of refuse, most-frequent, negative, but is 'mean'"),
        line(
            "an indicator of nothing",
            "data: {csv: a.csv, target: b, columns: {c: {boolean: {indicator: true}}}}",
            "1:66",
            "data.columns.c.boolean: indicator requires a fill value for missing cells"),
        line(
            "an unknown option of a column",
            "data: {csv: a.csv, target: b, columns: {c: {ignore: {x: 1}}}}",
            "1:54",
            "data.columns.c.ignore.x: there is no such option; this has no options"),
        line(
            "a plugin within a plugin",
            "optimizer: {kitchen: {inner: {relu: {slope: -1}}}}",
            "1:45",
            "optimizer.kitchen.inner.relu.slope: must be a number of at least 0, but is -1"));
  }

  private static Stream<Bad> features() {
    return Stream.of(
        line(
            "an anchor on a number",
            "training: {epochs: &e 5}",
            "1:20",
            "training.epochs: anchors (&) are not accepted; write the value out wherever it is needed"),
        line("an anchor on a text", "loss: &l mse", "1:7", "loss: anchors (&) are not accepted"),
        line(
            "an anchor on a mapping",
            "training: &t {epochs: 5}",
            "1:11",
            "training: anchors (&) are not accepted"),
        line(
            "an anchor on a list",
            "network: &n [dense]",
            "1:10",
            "network: anchors (&) are not accepted"),
        line(
            "an anchor on a key",
            "training: {&k epochs: 5}",
            "1:12",
            "training.epochs: anchors (&) are not accepted"),
        line(
            "an alias",
            "training: {epochs: *e}",
            "1:20",
            "training.epochs: aliases (*) are not accepted; write the value out wherever it is needed"),
        line("an alias as a key", "training: {*e : 5}", "1:12", "aliases (*) are not accepted"),
        line(
            "a merge key",
            "training: {<<: {epochs: 5}}",
            "1:12",
            "training: merge keys (<<) are not accepted"),
        line(
            "a tag on a number",
            "training: {epochs: !!int \"5\"}",
            "1:20",
            "training.epochs: tags (!) are not accepted; the type of a value follows from its key"),
        line(
            "a tag of one's own",
            "loss: !java.lang.Runtime mse",
            "1:7",
            "loss: tags (!) are not accepted"),
        line(
            "a tag on a mapping",
            "training: !!map {epochs: 5}",
            "1:11",
            "training: tags (!) are not accepted"),
        line(
            "a tag on a key",
            "training: {!!str epochs: 5}",
            "1:12",
            "training.epochs: tags (!) are not accepted"),
        line("a binary tag", "loss: !!binary \"@@\"", "1:7", "tags (!) are not accepted"),
        line("an empty tag", "loss: ! mse", "1:7", "tags (!) are not accepted"),
        bad(
            "a second document",
            "loss: mse\noptimizer: adam\nnetwork: [dense]\n---\nloss: mse\n",
            "5:1",
            "a second document begins here, but a configuration is a single document"),
        bad(
            "an empty second document",
            "loss: mse\noptimizer: adam\nnetwork: [dense]\n---\n",
            "5:1",
            "a second document begins here"),
        line(
            "a list as a key",
            "training: {[a]: 5}",
            "1:12",
            "a key must be a string, but this is a list or a mapping"),
        line(
            "a mapping as a key",
            "training: {{a: 1}: 5}",
            "1:12",
            "a key must be a string, but this is a list or a mapping"),
        line(
            "braces within braces", "training: {epochs: {{n}}}", "1:21", "a key must be a string"));
  }

  private static Stream<Bad> syntax() {
    return Stream.of(
        bad(
            "a tab as indentation",
            "training:\n\tepochs: 5\n",
            "2:1",
            "there is a tab here, but YAML is only indented with spaces"),
        bad("a tab at the beginning", "\tloss: mse\n", "1:1", "there is a tab here"),
        bad(
            "a quote without end",
            "loss: \"mse\noptimizer: adam\n",
            "1:7",
            "the quote that begins here is never closed"),
        bad(
            "an apostrophe without end",
            "loss: 'mse\noptimizer: adam\n",
            "1:7",
            "the quote that begins here is never closed"),
        bad(
            "a bracket without end",
            "network: [dense\nloss: mse\n",
            "2:5",
            "the bracket [ opened in line 1 is not closed; ']' or a comma is expected here"),
        bad(
            "a brace without end",
            "training: {epochs: 5\nloss: mse\n",
            "2:5",
            "the brace { opened in line 1 is not closed; '}' or a comma is expected here"),
        bad(
            "a brace without end at the end",
            "training: {epochs: 5",
            "1:21",
            "the brace { opened in line 1 is not closed"),
        bad(
            "a path with a bracket between braces",
            "tune: {space: {network[0].dense.units: {range: [4, 64]}}}\n",
            "1:23",
            "is expected here; quote a string that contains a bracket, such as \"network[0].dense.units\""),
        bad(
            "a bracket that closes nothing",
            "network: ]\n",
            "1:10",
            "a value is expected here; quote a bracket"),
        bad(
            "a wrong bracket",
            "network: [dense}\n",
            "1:16",
            "the bracket [ opened in line 1 is not closed"),
        bad(
            "options below a name",
            "loss: huber\n  delta: 0.5\n",
            "2:8",
            "a colon is not expected here"),
        bad("two colons in a line", "loss: huber: delta\n", "1:12", "a colon is not expected here"),
        bad(
            "an unindented option",
            "training:\n  epochs: 5\n seed: 7\n",
            "3:2",
            "this does not belong to the lines above"),
        bad(
            "a hyphen among keys",
            "loss: mse\n- dense\n",
            "2:1",
            "this does not belong to the lines above"),
        bad(
            "a key among hyphens",
            "- dense\nloss: mse\n",
            "2:1",
            "this does not belong to the lines above"),
        bad(
            "a list on the line of its key",
            "network: - dense\n",
            "1:10",
            "a list cannot begin on the line of its key"),
        bad(
            "no space after a colon in a block",
            "loss: mse\nseed:7\n",
            "2:1",
            "this line is neither a key nor part of a value; a key is followed by a colon and a space"),
        bad(
            "an at sign",
            "loss: @mse\n",
            "1:7",
            "a value cannot begin with this character; put the string in quotes"),
        bad("a backtick", "loss: `mse`\n", "1:7", "a value cannot begin with this character"),
        bad("a percent sign", "loss: %mse\n", "1:7", "a value cannot begin with this character"),
        bad(
            "an unknown escape",
            "data: {csv: \"C:\\data.csv\"}\n",
            "1:17",
            "the backslash does not start an escape sequence of YAML; write \\\\ for a backslash"),
        bad("a question mark", "loss: ? mse\n", "1:7", "a question mark and a space begin a key"),
        bad(
            "a control character",
            "loss: mse\noptimizer: a\u0007dam\n",
            "2:13",
            "the character U+0007 is not allowed here; a configuration is plain text in UTF-8"),
        bad("NUL", "\u0000", "1:1", "the character U+0000 is not allowed here"),
        bad(
            "half a surrogate pair",
            "loss: \uD800\n",
            "1:7",
            "the character U+D800 is not allowed here"),
        bad(
            "a byte order mark in the midst",
            "loss: mse\n\uFEFFoptimizer: adam\n",
            "2:1",
            "the character U+FEFF is not allowed here"),
        bad(
            "a YAML version of the future",
            "%YAML 3.0\n---\nloss: mse\n",
            "1:1",
            "only YAML 1.1 and 1.2 are read"),
        bad(
            "a version that is not a number",
            "%YAML 1.99999999999\n---\nloss: mse\n",
            "1:20",
            "this is not YAML"),
        bad("an escape beyond Unicode", "loss: \"\\UFFFFFFFF\"\n", "1:1", "this is not YAML"));
  }

  /** A valid configuration except for its section {@code tune}. */
  private static Bad tune(String claim, String tune, String place, String sentence) {
    String text =
        """
        loss: mse
        optimizer: adam
        network: [dense: {units: 2}, dense]
        metrics: [accuracy]
        tune:
        """;
    return new Bad(claim, text + tune.indent(2), place, sentence);
  }

  private static Bad over(String claim, String over, String place, String sentence) {
    return tune(claim, "space:\n" + over.indent(2), place, sentence);
  }

  private static Stream<Bad> tunes() {
    return Stream.of(
        tune("nothing to tune", "trials: 3", "6:3", "tune.space: is missing; it must be a mapping"),
        tune(
            "an empty list of what to tune",
            "space: {}",
            "6:10",
            "tune: space must name at least one path"),
        tune(
            "no such search",
            "search: grid\nspace: {training.seed: {choice: 1}}",
            "6:11",
            "tune.search: must be one of random, successive-halving, but is 'grid'"),
        tune(
            "halving by nothing",
            "search: {successive-halving: {factor: 1}}\nspace: {training.seed: {choice: 1}}",
            "6:41",
            "tune.search.successive-halving.factor: must be a whole number of at least 2"),
        tune(
            "a single fold",
            "folds: 1\nspace: {training.seed: {choice: 1}}",
            "6:10",
            "tune.folds: must be a whole number of at least 2, but is 1"),
        tune(
            "a score that is not measured",
            "metric: acuracy\nspace: {training.seed: {choice: 1}}",
            "6:11",
            "tune.metric: tune compares trials by 'acuracy', which is not evaluated; available: loss, accuracy; did you mean 'accuracy'?"),
        over(
            "no way to draw",
            "training.seed: {}",
            "7:20",
            "there must be one of choice, range and log-range, but there are 0"),
        over(
            "two ways to draw",
            "training.seed: {choice: [1], range: [1, 2]}",
            "7:20",
            "there must be one of choice, range and log-range, but there are 2"),
        over(
            "nothing to choose from",
            "training.seed: {choice: []}",
            "7:29",
            "choice must have at least one value"),
        over("a value that is nothing", "training.seed: {choice: [~]}", "7:30", "has no value"),
        over(
            "a tag in a value",
            "training.seed: {choice: [!a 1]}",
            "7:30",
            "tags (!) are not accepted"),
        over(
            "a range of one",
            "training.seed: {range: [1]}",
            "7:28",
            "range must be two numbers, the lowest and the highest, but has 1"),
        over(
            "a range of words",
            "training.seed: {range: [few, many]}",
            "7:28",
            "range must be two numbers, but one is 'few'"),
        over(
            "a range of lists",
            "training.seed: {range: [[1], 2]}",
            "7:28",
            "range must be two numbers, but one is a list"),
        over(
            "a range downwards",
            "training.seed: {range: [9, 1]}",
            "7:28",
            "range must go from a number to a higher one, but goes from 9 to 1"),
        over(
            "a logarithm of nothing",
            "optimizer.adam.learning-rate: {log-range: [0, 1]}",
            "7:47",
            "log-range must be above 0 at both ends, but begins with 0"),
        over(
            "a path that is none",
            "\"network[\": {choice: 1}",
            "7:5",
            "the path cannot be understood from '[' on"),
        over(
            "a path to no key",
            "network[0].dense.unitz: {choice: [1, 2]}",
            "7:5",
            "network[0].dense.unitz: there is no such key … did you mean 'units'?"),
        over(
            "a path to no layer",
            "network[5].dense.units: {choice: [1, 2]}",
            "7:5",
            "network[5]: there is no such element; the next to be added is [2]"),
        over(
            "a path below another plugin",
            "optimizer.sgd.rate: {choice: [1, 2]}",
            "7:5",
            "is 'adam', which has no key 'sgd'; use the path optimizer and write all of it"),
        over(
            "one path in two ways",
            "training.seed: {choice: 1}\ntraining.\"seed\": {choice: 2}",
            "8:5",
            "leads to the same value as another path"),
        over(
            "a search of searches",
            "tune.trials: {choice: [1, 2]}",
            "7:5",
            "a search cannot vary its own settings"),
        over(
            "one of many choices does not fit",
            "network[0].dense.activation: {choice: [tanh, thanh, relu]}",
            "7:50",
            "network[0].dense.activation: 'thanh' is not an activation"),
        over(
            "an option of a choice does not fit",
            "optimizer: {choice: [adam, {adam: {learning-rate: fast}}]}",
            "7:55",
            "optimizer.adam.learning-rate: must be a number … but is 'fast'"),
        over(
            "the low end of a range does not fit",
            "network[0].dense.units: {range: [0, 9]}",
            "7:38",
            "network[0].dense.units: must be a whole number of at least 1, but is 0"),
        over(
            "the high end of a range does not fit",
            "training.ema-decay: {range: [0.5, 1.0]}",
            "7:39",
            "training.ema-decay: must be a number of at least 0 and below 1, but is 1.0"),
        over(
            "a fraction where whole numbers belong",
            "network[0].dense.units: {range: [1, 9.5]}",
            "7:41",
            "network[0].dense.units: must be a whole number of at least 1, but is '9.5'"),
        over(
            "a value that something else refuses",
            "network[0].dense.bias: {choice: [true, maybe]}",
            "7:44",
            "network[0].dense.bias: must be true or false, but is 'maybe'"),
        over(
            "a loss that is tuned by the loss",
            "loss: {choice: [mse, huber]}",
            "7:5",
            "the losses of trials with different values here cannot be compared; set tune.metric to a metric (here: accuracy)"),
        tune(
            "epochs that halving gives out",
            "search: successive-halving\nspace:\n  training.epochs: {choice: [1, 2]}",
            "8:5",
            "successive-halving sets the number of epochs itself"),
        tune(
            "a score that a choice takes away",
            "metric: accuracy\nspace:\n  metrics: {choice: [[accuracy], [top-k]]}",
            "8:36",
            "tune compares trials by 'accuracy', which is not evaluated; available: loss, top-k; add it to metrics"),
        tune(
            "too many values",
            "space: {training.seed: {choice: [" + "1, ".repeat(1000) + "1]}}",
            "6:10",
            "there are 1001 values to try, but there may be 1000"));
  }

  private static Stream<Bad> wholes() {
    return Stream.of(
        bad(
            "an empty file",
            "",
            "1:1",
            "the configuration is empty; it needs at least network, loss and optimizer"),
        bad("a file with blank lines", "\n\n  \n", "1:1", "the configuration is empty"),
        bad("a file with comments alone", "# nothing\n", "1:1", "the configuration is empty"),
        bad("an empty document", "---\n", "1:1", "the configuration is empty"),
        bad("a null document", "null\n", "1:1", "the configuration is empty"),
        bad(
            "a word",
            "hello\n",
            "1:1",
            "a configuration is a mapping with keys such as network and loss, but this is 'hello'"),
        bad("a list", "- dense\n", "1:1", "but this is a list"),
        bad("JSON of another kind", "[1, 2]\n", "1:1", "but this is a list"),
        bad("XML", "<a/>\n", "1:1", "but this is '<a/>'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void eachBadFileGivesOneProblemWithItsPlaceAndASentence(Bad bad) {
    Catalogue catalogue =
        TestPlugins.catalogue(List.of(new Catalogue.BrokenJar("bad.jar", "it is no zip file")));
    ConfigurationReader reader = new ConfigurationReader(catalogue);
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> reader.parse(bad.text(), "iris.yaml", Path.of(""), List.of()));
    List<Problem> problems = e.problems();
    assertEquals(1, problems.size(), e.getMessage());
    assertEquals("iris.yaml:" + bad.place(), problems.get(0).where(), e.getMessage());
    String sentence = problems.get(0).sentence();
    for (String part : bad.sentence().split(" … ", -1)) {
      assertTrue(sentence.contains(part), sentence);
    }
  }
}
