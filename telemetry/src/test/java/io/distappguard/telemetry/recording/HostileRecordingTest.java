package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Rejections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that somebody made in order to stop, fill or mislead who reads them. */
@Timeout(60)
class HostileRecordingTest {

  private static final byte[] MARKER = new byte[16];

  @TempDir Path folder;
  private Path run;
  private Collected written;

  @BeforeEach
  void write() throws IOException {
    run = folder.resolve("run");
    written = new Samples(5, 20).write(run);
  }

  @Test
  void aBlockThatClaimsGigabytesIsNotBelieved() throws IOException {
    file("exchanges.avro", Schemas.EXCHANGE, "null", 5, 2_000_000_000L, new byte[495]);
    Rejections.Entry lost = exchanges().rejections().entries().getFirst();
    assertThat(lost.count()).isEqualTo(written.exchanges.size());
    assertThat(lost.firstPosition()).isEqualTo("exchanges.avro:byte " + beginning("null"));
  }

  @Test
  void aBlockThatBecomesGigabytesIsGivenUp() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int megabyte = 0; megabyte <= BlockCodec.MOST_BYTES >> 20; megabyte++) {
        zstd.write(zeros);
      }
    }
    file("exchanges.avro", Schemas.EXCHANGE, "zstandard", 5, bytes.size(), bytes.toByteArray());
    assertThat(bytes.size()).isLessThan(1 << 20);
    assertThat(exchanges().accepted()).isZero();
    assertThat(exchanges().rejections().entries().getFirst().firstPosition())
        .isEqualTo("exchanges.avro:byte " + beginning("zstandard"));
  }

  @ParameterizedTest
  @CsvSource({"-1", "-9223372036854775808", "100", "9223372036854775807"})
  void aCountOfRecordsThatCannotBeIsNotBelieved(long count) throws IOException {
    file("exchanges.avro", Schemas.EXCHANGE, "null", count, 8, new byte[8]);
    assertThat(exchanges().rejected()).isEqualTo(written.exchanges.size());
    file("calls.avro", Schemas.CALL, "null", count, 8, new byte[8]);
    assertThat(calls().rejected()).isEqualTo(written.calls.size());
  }

  @Test
  void aSoundBlockBehindADamagedOneIsRead() throws IOException {
    byte[] good = record(fields -> numbers(fields, 1795308870_000L, 0, 0, 0, 0, 1, 7));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(beginningOf(Schemas.EXCHANGE, "null"));
    block(bytes, 3, 2, new byte[] {1, 1});
    block(bytes, 1, good.length, good);
    Files.write(run.resolve("exchanges.avro"), bytes.toByteArray());
    assertThat(exchanges().accepted()).isEqualTo(1);
  }

  /** interval, process, entity, operation, errors, calls, bytes. */
  @ParameterizedTest
  @CsvSource({
    "-1,0,0,0,0,1,7",
    "9223372036854775807,0,0,0,0,1,7",
    "1795308870000,-1,0,0,0,1,7",
    "1795308870000,0,-1,0,0,1,7",
    "1795308870000,0,0,-1,0,1,7",
    "1795308870000,0,0,999,0,1,7",
    "1795308870000,0,0,0,-1,1,7",
    "1795308870000,0,0,0,2,1,7",
    "1795308870000,0,0,0,0,0,7",
    "1795308870000,0,0,0,0,-5,7",
    "1795308870000,0,0,0,0,1,-7"
  })
  void anExchangeWithANumberOutOfRangeIsRefusedAlone(
      long interval, long process, long entity, long operation, long errors, long calls, long moved)
      throws IOException {
    byte[] bad =
        record(
            fields -> numbers(fields, interval, process, entity, operation, errors, calls, moved));
    byte[] good = record(fields -> numbers(fields, 1795308870_000L, 0, 0, 0, 0, 1, 7));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(bad);
    both.write(good);
    file("exchanges.avro", Schemas.EXCHANGE, "null", 2, both.size(), both.toByteArray());
    Intake intake = exchanges();
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries().getFirst())
        .isEqualTo(new Rejections.Entry("number out of range", 1, "exchanges.avro:1"));
  }

  @Test
  void exchangesOfMoreProcessesThanThereAreAreLost() throws IOException {
    byte[] bytes = record(fields -> numbers(fields, 1795308870_000L, 2147483647, 0, 0, 0, 1, 7));
    file("exchanges.avro", Schemas.EXCHANGE, "null", 1, bytes.length, bytes);
    assertThat(exchanges().rejections().entries().getFirst().firstPosition())
        .startsWith("processes.avro:");
  }

  @Test
  void namesOfGigabytesAreNotBelieved() throws IOException {
    byte[] bytes = record(fields -> numbers(fields, 0, 2_000_000_000));
    file("containers.avro", Schemas.CONTAINER, "null", 1, bytes.length, bytes);
    assertThatThrownBy(this::exchanges).hasMessageContaining("containers.avro:1: damaged: length");
  }

  @Test
  void millionsOfAddressesAreNotBelieved() throws IOException {
    byte[] bytes =
        record(fields -> {
          numbers(fields, 0, 0, 0, 1, 1, 1, 0, 30_000_000);
          fields.writeBytes(new byte[30_000_000]);
        });
    file("containers.avro", Schemas.CONTAINER, "null", 1, bytes.length, bytes);
    assertThatThrownBy(this::exchanges)
        .hasMessageContaining("containers.avro:1: damaged: more than 65536 items");
  }

  @Test
  void millionsOfContainersAreNotBelieved() throws IOException {
    byte[] bytes =
        record(fields -> {
          for (int id = 0; id < 70_000; id++) {
            numbers(fields, id, 0, 0, 1, 1, 1, 0, 0, -1);
          }
        });
    file("containers.avro", Schemas.CONTAINER, "null", 70_000, bytes.length, bytes);
    assertThatThrownBy(this::exchanges)
        .hasMessageContaining("containers.avro:65537: damaged: id: 65536 (expected: 0 to 65535)");
  }

  @Test
  void aProcessOfNoContainerIsDamage() throws IOException {
    byte[] bytes = record(fields -> numbers(fields, 0, 77, 1, -1, 0, 0, 0));
    file("processes.avro", Schemas.PROCESS, "null", 1, bytes.length, bytes);
    assertThat(exchanges().rejections().entries().getFirst().firstPosition())
        .isEqualTo("processes.avro:0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'again','type':'Exchange'}",
        "{'name':'nothing','type':'null'}",
        "{'name':'within','type':{'type':'record','name':'R','fields':[]}}",
        "{'name':'deep','type':{'type':'array','items':"
            + "{'type':'array','items':{'type':'array','items':'null'}}}}"
      })
  void aSchemaThatCouldKeepItsReaderBusyIsRefused(String field) throws IOException {
    String text =
        Schemas.EXCHANGE
            .toString()
            .replace("\"fields\":[", "\"fields\":[" + field.replace('\'', '"') + ",");
    Schema schema = new Schema.Parser().parse(text);
    file("exchanges.avro", schema, "null", 1, 8, new byte[8]);
    assertThat(exchanges().rejected()).isEqualTo(written.exchanges.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"intervalMillis\" : 1000|\"intervalMillis\" : 0|intervalMillis: 0",
        "\"intervalMillis\" : 1000|\"intervalMillis\" : -5|intervalMillis: -5",
        "\"startMillis\" : 1795308870000|\"startMillis\" : -1|startMillis: -1",
        "\"endMillis\"|\"endMillis\" : 9223372036854775807, \"x\"|endMillis",
        "\"files\" : {|\"files\" : {\"a\" : {\"records\" : -1}}, \"x\" : {|records: -1",
        "\"incomplete\" : [|\"incomplete\" : [{\"container\" : -2}], \"x\" : [|container: -2",
        "\"incomplete\" : [|\"incomplete\" : [{\"count\" : 1}], \"x\" : [|reason is missing",
        "\"cidr\"|\"bits\"|cidr is missing",
        "\"received\"|\"received\" : -1, \"x\"|received: -1",
        "\"version\" : 1|\"version\" : \"one\"|damaged",
      })
  void aHeaderThatCannotBeIsRefusedWithTheField(String from, String to, String message)
      throws IOException {
    Path header = run.resolve("recording.json");
    String text = Files.readString(header);
    assertThat(text).contains(from);
    Files.writeString(header, text.replace(from, to));
    assertThatThrownBy(() -> Recording.open(run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("recording.json: damaged: ")
        .hasMessageContaining(message);
  }

  @Test
  void aHeaderThatIsDeepOrLongIsRefused() throws IOException {
    Path header = run.resolve("recording.json");
    Files.writeString(header, "{\"x\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> Recording.open(run)).hasMessageContaining("damaged");
    Files.writeString(header, "{\"incomplete\":[" + "{},".repeat(5_000_000));
    assertThatThrownBy(() -> Recording.open(run)).hasMessageContaining("damaged");
  }

  @Test
  void filesThatLeadOutOfItAreNotOpened() throws IOException {
    Path other = folder.resolve("other");
    new Samples(5, 20).write(other);
    Files.delete(run.resolve("exchanges.avro"));
    Files.createSymbolicLink(run.resolve("exchanges.avro"), other.resolve("exchanges.avro"));
    assertThat(exchanges().accepted()).isZero();
    Files.delete(run.resolve("recording.json"));
    Files.createSymbolicLink(run.resolve("recording.json"), other.resolve("recording.json"));
    assertThatThrownBy(() -> Recording.open(run)).hasMessageContaining("leads out");
  }

  private Intake exchanges() throws IOException {
    return Recording.open(run).readExchanges(new Collected());
  }

  private Intake calls() throws IOException {
    return Recording.open(run).readCalls(new Collected());
  }

  private void file(
      String name, Schema schema, String codec, long count, long length, byte[] content)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(beginningOf(schema, codec));
    block(bytes, count, length, content);
    Files.write(run.resolve(name), bytes.toByteArray());
  }

  private static int beginning(String codec) throws IOException {
    return beginningOf(Schemas.EXCHANGE, codec).length;
  }

  private static byte[] beginningOf(Schema schema, String codec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {'O', 'b', 'j', 1});
    numbers(bytes, 2);
    text(bytes, "avro.schema");
    text(bytes, schema.toString());
    text(bytes, "avro.codec");
    text(bytes, codec);
    numbers(bytes, 0);
    bytes.write(MARKER);
    return bytes.toByteArray();
  }

  private static void block(ByteArrayOutputStream bytes, long count, long length, byte[] content)
      throws IOException {
    numbers(bytes, count, length);
    bytes.write(content);
    bytes.write(MARKER);
  }

  private static void text(ByteArrayOutputStream bytes, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    numbers(bytes, utf8.length);
    bytes.write(utf8);
  }

  private static byte[] record(Consumer<ByteArrayOutputStream> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fields.accept(bytes);
    return bytes.toByteArray();
  }

  private static void numbers(ByteArrayOutputStream bytes, long... numbers) {
    for (long number : numbers) {
      long rest = number << 1 ^ number >> 63;
      for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
        bytes.write((int) (rest & 0x7f | 0x80));
      }
      bytes.write((int) rest);
    }
  }
}
