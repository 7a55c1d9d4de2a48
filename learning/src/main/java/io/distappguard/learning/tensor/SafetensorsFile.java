package io.distappguard.learning.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of a safetensors file of 32-bit floats (format: huggingface.co/docs/safetensors).
 *
 * <pre>
 *  0         8                         8+n
 *  +---------+--------------------------+------------------------------+
 *  | n (u64, | header: n bytes of JSON, | values of all tensors, one   |
 *  |  LE)    | padded with spaces       | after the other, LE, no gaps |
 *  +---------+--------------------------+------------------------------+
 * </pre>
 *
 * Equal contents give equal bytes: names are written in sorted order. Reading takes nothing on
 * trust: lengths, offsets, types and names are checked before memory is taken for them.
 *
 * @param tensors by name
 * @param metadata free text by key
 */
public record SafetensorsFile(
    SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {

  private static final int LENGTH_BYTES = 8;
  private static final int LARGEST_HEADER = 4 << 20;
  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public SafetensorsFile {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException(
          "tensor " + METADATA + ": the name is taken by the format");
    }
  }

  public static SafetensorsFile of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    return new SafetensorsFile(new TreeMap<>(tensors), new TreeMap<>(metadata));
  }

  /**
   * Reads the bytes of a file.
   *
   * @param source what to call the file in errors
   * @throws MalformedTensorFileException if they are not whole and sound
   */
  public static SafetensorsFile parse(byte[] bytes, String source)
      throws MalformedTensorFileException {
    return new Parser(bytes, source).parse();
  }

  /** The bytes of the file. */
  public byte[] toBytes() {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode entries = header.putObject(METADATA);
      metadata.forEach(entries::put);
    }
    int end = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode description = header.putObject(entry.getKey());
      description.put("dtype", "F32");
      ArrayNode shape = description.putArray("shape");
      entry.getValue().shape().forEach(shape::add);
      int start = end;
      end = Math.addExact(end, Math.multiplyExact(entry.getValue().values().length, Float.BYTES));
      description.putArray("data_offsets").add(start).add(end);
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(json.length, LENGTH_BYTES) * LENGTH_BYTES;
    if (padded > LARGEST_HEADER) {
      throw new IllegalArgumentException(
          "header: " + padded + " bytes (expected: <= " + LARGEST_HEADER + "; fewer tensors)");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(LENGTH_BYTES + padded, end))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(json);
    while (bytes.position() < LENGTH_BYTES + padded) {
      bytes.put((byte) ' ');
    }
    for (Tensor tensor : tensors.values()) {
      bytes.asFloatBuffer().put(tensor.values());
      bytes.position(bytes.position() + tensor.values().length * Float.BYTES);
    }
    return bytes.array();
  }

  /** Reads one file. */
  private static final class Parser {

    private final ByteBuffer bytes;
    private final String source;

    Parser(byte[] bytes, String source) {
      this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      this.source = source;
    }

    /** A tensor as the header describes it; offsets count from the start of the values. */
    private record Description(String name, List<Integer> shape, long start, long end) {}

    SafetensorsFile parse() throws MalformedTensorFileException {
      JsonNode header = header();
      int valuesStart = bytes.position();
      Map<String, String> metadata = new LinkedHashMap<>();
      List<Description> descriptions = new ArrayList<>();
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (entry.getKey().equals(METADATA)) {
          readMetadata(entry.getValue(), metadata);
        } else {
          descriptions.add(describe(entry.getKey(), entry.getValue()));
        }
      }
      requireNoGaps(descriptions, bytes.capacity() - valuesStart);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Description description : descriptions) {
        float[] values = new float[(int) ((description.end - description.start) / Float.BYTES)];
        bytes.position(valuesStart + (int) description.start);
        bytes.asFloatBuffer().get(values);
        tensors.put(description.name, new Tensor(description.shape, values));
      }
      return of(tensors, metadata);
    }

    private JsonNode header() throws MalformedTensorFileException {
      if (bytes.capacity() < LENGTH_BYTES) {
        throw malformed("size: " + bytes.capacity() + " bytes (expected: at least 8; truncated?)");
      }
      long length = bytes.getLong();
      if (length < 2 || length > LARGEST_HEADER) {
        throw malformed(
            "header length: "
                + Long.toUnsignedString(length)
                + " (expected: 2 to "
                + LARGEST_HEADER
                + "; not a safetensors file?)");
      }
      if (length > bytes.remaining()) {
        throw malformed(
            "header length: "
                + length
                + " (expected: <= "
                + bytes.remaining()
                + " bytes that follow; truncated?)");
      }
      ByteBuffer json = bytes.slice(LENGTH_BYTES, (int) length);
      bytes.position(LENGTH_BYTES + (int) length);
      if (json.get(0) != '{') {
        throw malformed("header: does not start with { (not a safetensors file?)");
      }
      try {
        JsonNode header =
            JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(json).toString());
        if (!header.isObject()) {
          throw malformed("header: not a JSON object");
        }
        return header;
      } catch (CharacterCodingException notText) {
        throw malformed("header: not UTF-8");
      } catch (JsonProcessingException notJson) {
        throw malformed("header: " + notJson.getOriginalMessage());
      }
    }

    private void readMetadata(JsonNode node, Map<String, String> metadata)
        throws MalformedTensorFileException {
      if (!node.isObject()) {
        throw malformed("header: " + METADATA + ": not a JSON object");
      }
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        if (!entry.getValue().isTextual()) {
          throw malformed("header: " + METADATA + ": " + entry.getKey() + ": not a text");
        }
        metadata.put(entry.getKey(), entry.getValue().textValue());
      }
    }

    private Description describe(String name, JsonNode node) throws MalformedTensorFileException {
      String type = node.path("dtype").asText("");
      if (!type.equals("F32")) {
        throw malformed("tensor " + name + ": dtype: " + type + " (expected: F32)");
      }
      List<Integer> shape = new ArrayList<>();
      long size = Float.BYTES;
      for (long length : integers(name, "shape", node)) {
        // Checked before multiplying: the product of two such numbers cannot overflow.
        if (length > bytes.capacity() && length != 0 || size > bytes.capacity()) {
          throw malformed("tensor " + name + ": shape: larger than the file");
        }
        size *= length;
        shape.add((int) length);
      }
      List<Long> offsets = integers(name, "data_offsets", node);
      if (offsets.size() != 2 || offsets.get(1) - offsets.get(0) != size) {
        throw malformed(
            "tensor "
                + name
                + ": data_offsets: "
                + offsets
                + " (expected: "
                + size
                + " bytes for shape "
                + shape
                + ")");
      }
      return new Description(name, shape, offsets.get(0), offsets.get(1));
    }

    private List<Long> integers(String tensor, String field, JsonNode node)
        throws MalformedTensorFileException {
      if (!(node.get(field) instanceof ArrayNode array)) {
        throw malformed("tensor " + tensor + ": " + field + ": not a list");
      }
      List<Long> integers = new ArrayList<>();
      for (JsonNode element : array) {
        if (!element.canConvertToLong() || !element.isIntegralNumber() || element.longValue() < 0) {
          throw malformed(
              "tensor " + tensor + ": " + field + ": " + element + " (expected: an integer >= 0)");
        }
        integers.add(element.longValue());
      }
      return integers;
    }

    private void requireNoGaps(List<Description> descriptions, int available)
        throws MalformedTensorFileException {
      List<Description> ordered = new ArrayList<>(descriptions);
      ordered.sort(
          Comparator.comparingLong(Description::start).thenComparingLong(Description::end));
      long end = 0;
      for (Description description : ordered) {
        if (description.start != end) {
          throw malformed(
              "tensor "
                  + description.name
                  + ": data_offsets: starts at "
                  + description.start
                  + " (expected: "
                  + end
                  + ", where the tensor before it ends)");
        }
        end = description.end;
      }
      if (end != available) {
        throw malformed(
            "values: " + available + " bytes (expected: " + end + " by the header; truncated?)");
      }
    }

    private MalformedTensorFileException malformed(String problem) {
      return new MalformedTensorFileException(source, problem);
    }
  }
}
