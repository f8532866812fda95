package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gradus.engine.plugin.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema agrees with the reader, as far as a schema can. */
class ConfigurationSchemaTest {

  private static final Path EXAMPLES = Path.of("..", "..", "app", "examples");

  /**
   * What a schema cannot express: the spelling of numbers and of true, anchors, tags and documents
   * of YAML, duplicate keys, values that a constructor refuses, and values of a search that do not
   * fit their place.
   */
  private static final List<String> LEFT_TO_THE_READER =
      List.of(
          "epochs and steps",
          "epochs are 1.0",
          "epochs are 1e3",
          "epochs are 010",
          "epochs are 0x1F",
          "epochs are 0b11",
          "epochs are 1_000",
          "delta is 1e999",
          "delta is 00.5",
          "delta is 1_0.5",
          "a long overflows",
          "yes is not true",
          "off is not false",
          "True is not true",
          "a path is not empty",
          "a path has no NUL",
          "an empty network",
          "an empty target",
          "a target twice",
          "an ignored target",
          "a duplicate key",
          "a duplicate key at the root",
          "a duplicate key in other quotes",
          "a duplicate column",
          "a plugin refuses one of its options",
          "a plugin refuses a default beside an option",
          "a plugin's constructor fails",
          "a plugin's class is missing",
          "a plugin refuses without a reason",
          "biases for a layer without",
          "a word for yes and no",
          "words for yes alone",
          "an indicator of nothing",
          "an anchor on a number",
          "an anchor on a text",
          "an anchor on a mapping",
          "an anchor on a list",
          "an anchor on a key",
          "a tag on a number",
          "a tag of one's own",
          "a tag on a mapping",
          "a tag on a key",
          "an empty tag",
          "a second document",
          "an empty second document",
          "an empty list of what to tune",
          "a score that is not measured",
          "nothing to choose from",
          "a value that is nothing",
          "a tag in a value",
          "a range downwards",
          "a logarithm of nothing",
          "a path that is none",
          "a path to no key",
          "a path to no layer",
          "a path below another plugin",
          "one path in two ways",
          "a search of searches",
          "one of many choices does not fit",
          "an option of a choice does not fit",
          "the low end of a range does not fit",
          "the high end of a range does not fit",
          "a fraction where whole numbers belong",
          "a value that something else refuses",
          "a loss that is tuned by the loss",
          "epochs that halving gives out",
          "a score that a choice takes away",
          "too many values");

  private static Schema schema(Catalogue catalogue) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(ConfigurationSchema.of(catalogue));
  }

  private static List<String> objections(Schema schema, JsonNode document) {
    return schema.validate(document).stream().map(Object::toString).toList();
  }

  @TestFactory
  Stream<DynamicTest> allExamplesKeepToIt() throws IOException {
    Schema schema = schema(Catalogue.ofInstalled());
    List<Path> files;
    try (Stream<Path> all = Files.list(EXAMPLES)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertTrue(files.size() >= 7, files.toString());
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertEquals(
                            List.of(),
                            objections(schema, new YAMLMapper().readTree(file.toFile())))));
  }

  @Test
  void whateverTheWriterWritesKeepsToIt() throws IOException {
    Schema schema = schema(TestPlugins.catalogue(List.of()));
    RandomConfigurations random = new RandomConfigurations(11);
    for (int i = 0; i < 200; i++) {
      String yaml = new ConfigurationWriter().write(random.next());
      assertEquals(List.of(), objections(schema, new YAMLMapper().readTree(yaml)), yaml);
    }
  }

  @Test
  void badFilesDoNotKeepToIt() {
    Schema schema = schema(TestPlugins.catalogue(List.of()));
    List<String> passed = new ArrayList<>();
    int refused = 0;
    for (BadConfigurationsTest.Bad bad : BadConfigurationsTest.all().toList()) {
      try {
        JsonNode document = new YAMLMapper().readTree(bad.text());
        if (objections(schema, document).isEmpty()) {
          passed.add(bad.claim());
        } else {
          refused++;
        }
      } catch (IOException e) {
        refused++;
      }
    }
    assertEquals(LEFT_TO_THE_READER, passed);
    assertTrue(refused > 100, refused + " of them are refused");
  }

  @Test
  void itHasDescriptionsDefaultsAndRanges() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(ConfigurationSchema.of(Catalogue.ofInstalled()));
    JsonNode forms = schema.at("/$defs/loss/anyOf");
    JsonNode delta = forms.get(forms.size() - 1).at("/properties/huber/properties/delta");
    assertEquals("number", delta.get("type").asText());
    assertEquals(0, delta.get("exclusiveMinimum").asDouble());
    assertEquals(1, delta.get("default").asDouble());
    assertFalse(delta.get("description").asText().isEmpty());
    JsonNode layers = schema.at("/$defs/layer/anyOf");
    JsonNode convolution = layers.get(layers.size() - 1).at("/properties/conv2d");
    assertEquals("filters", convolution.at("/required/0").asText());
    assertEquals(3, convolution.at("/properties/kernel/default").asInt());
    assertEquals("loss", schema.at("/required/1").asText());
  }

  @Test
  void theKeysComeInTheSameOrderInEveryRun() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(ConfigurationSchema.of(Catalogue.ofInstalled()));
    List<JsonNode> typed =
        schema.findParents("type").stream()
            .filter(
                node ->
                    node.has("items")
                        || node.has("exclusiveMinimum")
                        || node.path("additionalProperties").isObject())
            .toList();
    assertTrue(typed.size() > 10, "lists and maps can be written");
    typed.forEach(node -> assertEquals("type", node.fieldNames().next(), node::toString));
  }
}
