package dev.gradus.engine.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files with a right checksum and anything else wrong: forged, or written by a faulty program. */
class HostileSafetensorsTest {

  private static final String BEGINNING =
      "{\"__metadata__\":{\"gradus.checksum\":\"" + "0".repeat(64) + "\"";

  /** A file with this header, that many bytes of data, and the checksum that belongs to it. */
  private static byte[] forged(byte[] header, long headerLength, int dataBytes) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(headerLength).put(header);
    byte[] bytes = file.array();
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      file.put(44, HexFormat.of().formatHex(sum).getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return bytes;
  }

  private static byte[] padded(String json) {
    return (json + " ".repeat((8 - json.getBytes(UTF_8).length % 8) % 8)).getBytes(UTF_8);
  }

  /** A file whose header is the usual beginning and then this. */
  private static byte[] forged(String rest, int dataBytes) {
    byte[] header = padded(BEGINNING + rest);
    return forged(header, header.length, dataBytes);
  }

  private static String refusal(byte[] bytes) {
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> Safetensors.decode(bytes, "model"));
    assertEquals(Reason.CORRUPT, e.reason());
    return e.problems().get(0).sentence().replace("the model file is corrupt: ", "");
  }

  private static DynamicTest refused(String name, String rest, int dataBytes, String sentence) {
    return DynamicTest.dynamicTest(
        name, () -> assertEquals(sentence, refusal(forged(rest, dataBytes))));
  }

  private static DynamicTest malformed(String name, String rest) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          String sentence = refusal(forged(rest, 8));
          assertTrue(sentence.startsWith("its JSON is malformed: "), sentence);
        });
  }

  private static String tensor(String shape, String offsets) {
    return "\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
  }

  @Test
  void theForgeryItselfIsReadIfNothingIsWrong() {
    SafetensorsContent content =
        Safetensors.decode(forged("}," + tensor("[2]", "[0,8]") + "}", 8), "model");
    assertEquals(2, content.find("w").orElseThrow().size());
  }

  @TestFactory
  Stream<DynamicTest> headersAreRefused() {
    return Stream.of(
        refused(
            "another type",
            "},\"w\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
            8,
            "tensor 'w' has the type F16, but only F32 and F64 can be read"),
        refused(
            "a double that takes the bytes of a float",
            "},\"w\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            8,
            "tensor 'w' of shape [2] must take the bytes 0 to 16 of 8, but its header says 0 to 8"),
        refused(
            "a hole at the start",
            "}," + tensor("[1]", "[4,8]") + "}",
            8,
            "tensor 'w' of shape [1] must take the bytes 0 to 4 of 8, but its header says 4 to 8"),
        refused(
            "a hole between tensors",
            "},\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + tensor("[1]", "[8,12]")
                + "}",
            12,
            "tensor 'w' of shape [1] must take the bytes 4 to 8 of 12, but its header says 8 to 12"),
        refused(
            "an overlap",
            "},\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + tensor("[2]", "[4,12]")
                + "}",
            12,
            "tensor 'w' of shape [2] must take the bytes 8 to 16 of 12, but its header says 4 to 12"),
        refused(
            "bytes after the last tensor",
            "}," + tensor("[1]", "[0,4]") + "}",
            8,
            "its tensors take 4 bytes, but the file has 8"),
        refused("no tensors but bytes", "}}", 4, "its tensors take 0 bytes, but the file has 4"),
        refused(
            "a tensor beyond the end",
            "}," + tensor("[3]", "[0,12]") + "}",
            8,
            "tensor 'w' of shape [3] must take the bytes 0 to 12 of 8, but its header says 0 to 12"),
        refused(
            "a shape that is not that of the bytes",
            "}," + tensor("[3]", "[0,8]") + "}",
            8,
            "tensor 'w' of shape [3] must take the bytes 0 to 12 of 8, but its header says 0 to 8"),
        refused(
            "offsets the wrong way round",
            "}," + tensor("[2]", "[8,0]") + "}",
            8,
            "tensor 'w' of shape [2] must take the bytes 0 to 8 of 8, but its header says 8 to 0"),
        refused(
            "a shape of two thousand million",
            "}," + tensor("[2147483647]", "[0,8589934588]") + "}",
            8,
            "tensor 'w' of shape [2147483647] must take the bytes 0 to 8589934588 of 8, but its header says 0 to 8589934588"),
        refused(
            "a product that overflows 32 bits to 2",
            "}," + tensor("[65537,65537,2]", "[0,8]") + "}",
            8,
            "a tensor of shape [65537, 65537, 2] is too large"),
        refused(
            "a product that overflows 64 bits to 0",
            "}," + tensor("[1073741824,1073741824,1073741824]", "[0,0]") + "}",
            0,
            "a tensor of shape [1073741824, 1073741824, 1073741824] is too large"),
        refused(
            "a negative length",
            "}," + tensor("[-2]", "[0,8]") + "}",
            8,
            "a tensor cannot have the shape [-2]"),
        refused(
            "nine dimensions",
            "}," + tensor("[1,1,1,1,1,1,1,1,1]", "[0,4]") + "}",
            4,
            "a tensor has more than 8 dimensions"),
        refused(
            "a length that is no integer",
            "}," + tensor("[2.0]", "[0,8]") + "}",
            8,
            "it has 2.0 instead of a whole number"),
        refused(
            "a length in quotes",
            "}," + tensor("[\"2\"]", "[0,8]") + "}",
            8,
            "it has a text instead of a number"),
        refused(
            "three offsets",
            "}," + tensor("[2]", "[0,8,8]") + "}",
            8,
            "it has a number instead of ']'"),
        refused(
            "an offset that is no integer",
            "}," + tensor("[2]", "[0,8.5]") + "}",
            8,
            "it has 8.5 instead of a whole number"),
        refused(
            "a tensor without a shape",
            "},\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
            8,
            "it lacks 'shape', or has it out of order"),
        refused(
            "a tensor with something more",
            "},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}",
            8,
            "it has a key instead of '}'"),
        refused("a tensor that is a number", "},\"w\":1}", 0, "it has a number instead of '{'"),
        refused("metadata that are no text", ",\"k\":1}}", 0, "it has a number instead of a text"),
        refused("metadata within metadata", ",\"k\":{}}}", 0, "it has '{' instead of a text"),
        refused(
            "a tensor without a name",
            "},\"\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
            4,
            "a tensor cannot be called ''"),
        malformed("something after the end", "}}{}"),
        malformed("a second entry of metadata", "},\"__metadata__\":{}}"),
        malformed("a second checksum", ",\"gradus.checksum\":\"0\"}}"),
        malformed(
            "two tensors of one name",
            "}," + tensor("[1]", "[0,4]") + "," + tensor("[1]", "[4,8]") + "}"),
        malformed("two texts of one name", ",\"k\":\"1\",\"k\":\"2\"}}"),
        malformed("an end that is missing", "}"),
        malformed("a comma too many", "},}"),
        malformed("a comment", "}/**/}"),
        malformed("NaN", "}," + tensor("[NaN]", "[0,8]") + "}"),
        malformed("a leading zero", "}," + tensor("[02]", "[0,8]") + "}"),
        refused(
            "an offset beyond 64 bits",
            "}," + tensor("[2]", "[0,99999999999999999999]") + "}",
            8,
            "it has 99999999999999999999 instead of a whole number"),
        refused(
            "a length beyond 32 bits",
            "}," + tensor("[4294967298]", "[0,8]") + "}",
            8,
            "a shape has the length 4294967298"),
        malformed("a line end in a text", ",\"k\":\"a\nb\"}}"),
        refused(
            "a hundred thousand levels",
            ",\"k\":" + "[".repeat(100_000) + "}}",
            0,
            "it has '[' instead of a text"));
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() {
    byte[] header = padded(BEGINNING + ",\"k\":\"?\"}}");
    for (int i = 0; i < header.length; i++) {
      header[i] = header[i] == '?' ? (byte) 0xFF : header[i];
    }
    assertEquals("its header is not UTF-8", refusal(forged(header, header.length, 0)));
  }

  @Test
  void impossibleLengthsOfTheHeaderAreRefused() {
    byte[] header = padded(BEGINNING + "}}");
    long[] lengths = {
      0, 1, 8, 96, header.length + 8, header.length + 1, 1L << 21, -1, 1L << 32, 1L << 63
    };
    for (long length : lengths) {
      assertEquals(
          "a header of " + Long.toUnsignedString(length) + " bytes is not possible in it",
          refusal(forged(header, length, 0)));
    }
  }

  @Test
  void aHeaderBeyondTheLimitIsRefusedBeforeItIsParsed() {
    byte[] header =
        padded(BEGINNING + ",\"k\":\"" + "x".repeat(Safetensors.MOST_HEADER_BYTES) + "\"}}");
    assertEquals(
        "a header of " + header.length + " bytes is not possible in it",
        refusal(forged(header, header.length, 0)));
  }

  @Test
  void tooManyTensorsAreRefused() {
    StringBuilder tensors = new StringBuilder("}");
    for (int i = 0; i <= 10_000; i++) {
      tensors
          .append(",\"")
          .append(i)
          .append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    assertEquals(
        "it names more than 10,000 tensors", refusal(forged(tensors.append('}').toString(), 0)));
  }
}
