package io.distappguard.telemetry.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class TableReaderTest extends LineReaderContract {

  private static final String HEADER =
      "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration\n";
  private static final String ROOT =
      "0123456789abcdef0123456789abcdef,00000000000000a1,root,shop-gateway-6f6cfc45b-h5m2n,/*,1700000000100000000,1700000000418316530,318316\n";
  private static final String CHILD =
      "0123456789abcdef0123456789abcdef,00000000000000a2,00000000000000a1,shop-gateway-6f6cfc45b-h5m2n,FilteringWebHandler.handle,1700000000100763387,1700000000418072039,317308\n";

  @Override
  protected String sample() {
    return HEADER + ROOT + CHILD;
  }

  @Override
  protected long eventsInSample() {
    return 2;
  }

  @Override
  protected int linesWithoutEvents() {
    return 1;
  }

  /** A second header is no span. */
  @Override
  protected boolean canBeRepeated() {
    return false;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new TableReader(stream, "input", SpanColumns.KNOWN).read(sink);
  }

  @Test
  void aRowBecomesACall() throws IOException {
    assertThat(calls(HEADER + ROOT, SpanColumns.KNOWN).calls)
        .containsExactly(
            new Call(
                "0123456789abcdef0123456789abcdef",
                "00000000000000a1",
                null,
                Call.Kind.INTERNAL,
                "shop-gateway",
                "shop-gateway-6f6cfc45b-h5m2n",
                "/*",
                1700000000100000000L,
                318_316_530,
                false,
                null));
  }

  @Test
  void columnsQuotesAndUnitsMayBeOthers() throws IOException {
    String table =
        "\uFEFFwhen;trace;span;parent;app;what;took;side;code\n"
            + "1674981768697,ab;7;;\"shop;web\";\"GET \"\"/\"\"\";25;server;503\n"
                .replace(",ab", ";ab");
    SpanColumns columns =
        SpanColumns.of(
            "start:ms=when,service=app,operation=what,duration:us=took,kind=side,status=code");
    assertThat(calls(table, columns).calls)
        .containsExactly(
            new Call(
                "00000000000000ab",
                "0000000000000007",
                null,
                Call.Kind.SERVER,
                "shop;web",
                null,
                "GET \"/\"",
                1674981768697000000L,
                25_000,
                true,
                "503"));
  }

  @Test
  void unitsAreToldByTheNameElseByTheSize() throws IOException {
    String rest = ",1,s,o,";
    for (String[] one :
        new String[][] {
          {"startTimeMillis,duration", "1674981768697,3", "1674981768697000000", "3000000"},
          {"start,durationUs", "1674981768697001,3", "1674981768697001000", "3000"},
          {"start,duration", "1674981768.25,0.5", "1674981768250000000", "500000000"},
          {"timestamp,duration_ns", "2023-01-29T08:42:48.697Z,7", "1674981768697000000", "7"},
          {"timestamp,duration", "2023-01-29 08:42:48,7", "1674981768000000000", "7000"},
        }) {
      String table = "trace,span,service,operation," + one[0] + "\na" + rest + one[1] + "\n";
      Call call = calls(table, SpanColumns.KNOWN).calls.getFirst();
      assertThat(call.startNanos()).as(one[0]).isEqualTo(Long.parseLong(one[2]));
      assertThat(call.durationNanos()).as(one[0]).isEqualTo(Long.parseLong(one[3]));
    }
  }

  @Test
  void podsAreNamedByWhatMadeThem() {
    assertThat(PodName.of("ts-auth-service-7f8d7d756d-k7b9j").service())
        .isEqualTo("ts-auth-service");
    assertThat(PodName.of("backup-28123456-x7k2p").service()).isEqualTo("backup");
    assertThat(PodName.of("node-exporter-x7k2p").service()).isEqualTo("node-exporter");
    assertThat(PodName.of("postgres-0").service()).isEqualTo("postgres");
    assertThat(PodName.of("ts-travel2-service")).isEqualTo(new PodName("ts-travel2-service", null));
    assertThat(PodName.of("my-lovely-thing").instance()).isNull();
  }

  @Test
  void damagedRowsAreRefusedAlone() throws IOException {
    Intake intake =
        read(
            new ByteArrayInputStream(
                bytes(
                    HEADER
                        + ROOT.replace("1700000000100000000", "yesterday")
                        + ROOT.replace("/*", "\"/*")
                        + ROOT.replace("00000000000000a1", "")
                        + CHILD)),
            new Collected());
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("span without valid times", "input:2"),
            org.assertj.core.groups.Tuple.tuple(TableReader.OPEN_QUOTE, "input:3"),
            org.assertj.core.groups.Tuple.tuple("span without valid ids", "input:4"));
  }

  @Test
  void wrongColumnsAreToldWithTheMend() {
    assertThatThrownBy(() -> SpanColumns.of("trace")).hasMessageContaining("FIELD=COLUMN");
    assertThatThrownBy(() -> SpanColumns.of("x=y")).hasMessageContaining("one of trace, span");
    assertThatThrownBy(() -> SpanColumns.of("start:h=y")).hasMessageContaining("s, ms, us, ns");
    assertThatThrownBy(() -> SpanColumns.of("service:ms=y")).hasMessageContaining("no unit");
    assertThat(SpanColumns.KNOWN.missing("trace,span,start")).contains("operation", "service");
    assertThat(SpanColumns.of("trace=t").missing(HEADER.strip())).isEqualTo("t, trace");
  }

  private static Collected calls(String text, SpanColumns columns) throws IOException {
    Collected seen = new Collected();
    Intake intake =
        new TableReader(new ByteArrayInputStream(bytes(text)), "input", columns).read(seen);
    assertThat(intake.rejections().entries()).isEmpty();
    return seen;
  }
}
