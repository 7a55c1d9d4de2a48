package io.distappguard.learning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

  private static final Tensor MATRIX = Tensor.matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6});

  @Property(tries = 200)
  void whatIsWrittenIsRead(
      @ForAll("tensorMaps") Map<String, Tensor> tensors, @ForAll Map<String, String> metadata)
      throws IOException {
    SafetensorsFile file = SafetensorsFile.of(tensors, soundText(metadata));

    SafetensorsFile copy = SafetensorsFile.parse(file.toBytes(), "copy");

    assertThat(copy).isEqualTo(file);
    assertThat(copy.toBytes()).isEqualTo(file.toBytes());
  }

  @Test
  void theBytesAreThoseOfTheFormat() {
    byte[] bytes =
        SafetensorsFile.of(Map.of("w", Tensor.vector(new float[] {1.5f})), Map.of()).toBytes();

    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    assertThat(Math.floorMod(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(), 8))
        .isZero();
    assertThat(new String(bytes, 8, bytes.length - 12, StandardCharsets.UTF_8).strip())
        .isEqualTo(header);
    assertThat(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length))
        .isEqualTo(new byte[] {0, 0, (byte) 0xc0, 0x3f});
  }

  @Test
  void theOrderOfInsertionDoesNotShow() {
    Map<String, Tensor> forwards = new LinkedHashMap<>();
    forwards.put("a", MATRIX);
    forwards.put("b", Tensor.vector(new float[] {7}));
    Map<String, Tensor> backwards = new LinkedHashMap<>();
    backwards.put("b", Tensor.vector(new float[] {7}));
    backwards.put("a", MATRIX);

    assertThat(SafetensorsFile.of(forwards, Map.of()).toBytes())
        .isEqualTo(SafetensorsFile.of(backwards, Map.of()).toBytes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}|tensor a: dtype: BF16 (expected: F32)
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}|tensor a: data_offsets: [0, 4] (expected: 8 bytes for shape [2])
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}|tensor a: data_offsets: starts at 4 (expected: 0, where the tensor before it ends)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}|tensor b: data_offsets: starts at 0 (expected: 4, where the tensor before it ends)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}|header: Duplicate field 'a'
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}|tensor a: shape: -1 (expected: an integer >= 0)
          {"a":{"dtype":"F32","shape":[0,99999999999999999999],"data_offsets":[0,0]}}|tensor a: shape: 99999999999999999999 (expected: an integer >= 0)
          {"a":{"dtype":"F32","shape":[3037000500,3037000500],"data_offsets":[0,4]}}|tensor a: shape: larger than the file
          {"a":{"dtype":"F32","shape":[0,2147483648],"data_offsets":[0,0]}}|tensor a: shape: larger than the file
          {"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}|tensor a: shape: not a list
          {"a":7}|tensor a: dtype:  (expected: F32)
          {"__metadata__":{"a":1}}|header: __metadata__: a: not a text
          {"__metadata__":[]}|header: __metadata__: not a JSON object
          {"a"|header: Unexpected end-of-input
          {} {}|header: Trailing token
          [1,2]|header: does not start with {
          {}|values: 8 bytes (expected: 0 by the header; truncated?)
          """)
  void anUnsoundHeaderIsLocated(String header, String problem) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);

    assertThatThrownBy(() -> SafetensorsFile.parse(bytes.array(), "profile/model"))
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageStartingWith("profile/model: " + problem);
  }

  @Test
  void everyTruncationIsAnError() {
    byte[] whole = SafetensorsFile.of(Map.of("a", MATRIX), Map.of("k", "v")).toBytes();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> SafetensorsFile.parse(part, "part"))
          .isInstanceOf(MalformedTensorFileException.class);
    }
  }

  @Test
  void aHugeHeaderIsRefusedBeforeItIsRead() {
    byte[] bytes = new byte[16];
    Arrays.fill(bytes, (byte) 0xff);

    assertThatThrownBy(() -> SafetensorsFile.parse(bytes, "f"))
        .hasMessageStartingWith("f: header length: 18446744073709551615 (expected: 2 to 4194304");
  }

  @FuzzTest(maxDuration = "30s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    try {
      SafetensorsFile file = SafetensorsFile.parse(bytes, "fuzz");
      assertThat(SafetensorsFile.parse(file.toBytes(), "again")).isEqualTo(file);
    } catch (MalformedTensorFileException expected) {
      assertThat(expected).hasMessageStartingWith("fuzz: ");
    }
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensorMaps() {
    Arbitrary<Tensor> tensors =
        Arbitraries.integers()
            .between(0, 4)
            .list()
            .ofMaxSize(3)
            .flatMap(shape ->
                Arbitraries.floats()
                    .array(float[].class)
                    .ofSize(shape.stream().reduce(1, (a, b) -> a * b))
                    .map(values -> new Tensor(List.copyOf(shape), values)));
    return Arbitraries.maps(Arbitraries.strings().alpha().numeric().ofMaxLength(12), tensors)
        .ofMaxSize(6);
  }

  /** Lone surrogates are no text and do not survive UTF-8. */
  private static Map<String, String> soundText(Map<String, String> metadata) {
    Map<String, String> sound = new LinkedHashMap<>();
    metadata.forEach((key, value) -> sound.put(sound(key), sound(value)));
    return sound;
  }

  private static String sound(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
