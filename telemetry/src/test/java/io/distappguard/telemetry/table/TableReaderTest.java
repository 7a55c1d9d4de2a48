package io.distappguard.telemetry.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.span.SpanFields;
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
  void unitsAreToldByTheColumnsOwnName() throws IOException {
    for (String[] one :
        new String[][] {
          {"startTimeMillis,duration_ms", "1674981768697,3", "1674981768697000000", "3000000"},
          {"start,durationUs", "1674981768697001,3", "1674981768697001000", "3000"},
          {"start,duration_s", "1674981768.25,0.5", "1674981768250000000", "500000000"},
          {"start,duration (ms)", "1674981768.25,0.5", "1674981768250000000", "500000"},
          {"start,duration", "1.67498176869712e15,5ms", "1674981768697120000", "5000000"},
          {"start,duration_seconds", "1674981768,1.5e-3", "1674981768000000000", "1500000"},
          {"start,latencyms", "\"1,674,981,768,697\",3", "1674981768697000000", "3000000"},
          {"timestamp,duration_ns", "2023-01-29T08:42:48.697Z,7", "1674981768697000000", "7"},
          {"time,duration_us", "\"Jan 29, 2023 @ 08:42:48.697\",7", "1674981768697000000", "7000"},
        }) {
      Call call = calls(spanned(one[0], one[1]), SpanColumns.KNOWN).calls.getFirst();
      assertThat(call.startNanos()).as(one[0]).isEqualTo(Long.parseLong(one[2]));
      assertThat(call.durationNanos()).as(one[0]).isEqualTo(Long.parseLong(one[3]));
    }
    for (String column : new String[] {"durationMins", "microserviceTime", "returns", "begins"}) {
      assertThat(TimeScale.told(column)).as(column).isNull();
    }
  }

  @Test
  void timesAreReadInAllTheirWritings() throws IOException {
    for (String time :
        new String[] {
          "2024-03-01 10:11:12.123",
          "\"2024-03-01 10:11:12,123\"",
          "2024-03-01T10:11:12.123Z",
          "2024-03-01T10:11:12.123000000z",
          "2024-03-01T11:11:12.123+01:00",
          "2024-03-01T11:11:12.123+0100",
          "2024-03-01 11:11:12.123+01",
          "2024-03-01 10:11:12.123 +0000 UTC",
          "2024-03-01 10:11:12.123 UTC",
          "2024/03/01 10:11:12.123",
        }) {
      String table = spanned("start,duration_ms", time + ",1");
      assertThat(calls(table, SpanColumns.KNOWN).calls)
          .as(time)
          .extracting(Call::startNanos)
          .containsExactly(1709287872123000000L);
    }
  }

  @Test
  void theUnitOfDurationsIsFoundByHowCallsLieWithinTheirCallers() throws IOException {
    for (String[] one :
        new String[][] {
          // µs, with starts twice: the finer one is taken.
          {
            "startTimeMillis,startTime,duration",
            "1700000000000,1700000000000000,5000",
            "1700000000001,1700000000001000,2000"
          },
          {"startTime,elapsedTime", "1700000000000,5.0", "1700000000002,2.0"},
          {"start,latency", "1700000000.000,0.005", "1700000000.002,0.002"},
          {
            "Timestamp,Duration",
            "2023-11-14 22:13:20.000000000,5000000",
            "2023-11-14 22:13:20.001000000,2000000"
          },
        }) {
      String table =
          "trace,span,parent,service,operation,"
              + one[0]
              + "\n"
              + ("a,1,,shop,GET /cart," + one[1] + "\n")
              + ("a,2,1,stock,reserve," + one[2] + "\n");
      assertThat(calls(table, SpanColumns.KNOWN).calls)
          .as(one[0])
          .extracting(Call::durationNanos)
          .containsExactly(5_000_000L, 2_000_000L);
    }
  }

  @Test
  void durationsThatNothingTellsOfAreRefusedWithTheMend() throws IOException {
    String table = spanned("start,Took", "1700000000000,3");
    Intake intake = read(bytes(table, "duration=Took"));
    assertThat(intake.accepted()).isZero();
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "nothing tells what the durations in column Took count (say it: --columns"
                    + " duration:us=Took, or :s, :ms, :ns)",
                "input:2"));
    assertThat(read(bytes(table, "duration:ms=Took")).accepted()).isEqualTo(1);
  }

  private static String spanned(String timeColumns, String times) {
    return "trace,span,service,operation," + timeColumns + "\na,1,s,o," + times + "\n";
  }

  private record Table(String text, SpanColumns columns) {}

  private static Table bytes(String text, String columns) {
    return new Table(text, SpanColumns.of(columns));
  }

  private static Intake read(Table table) throws IOException {
    return new TableReader(new ByteArrayInputStream(bytes(table.text())), "input", table.columns())
        .read(new Collected());
  }

  @Test
  void numbersThatBecameFloatingPointAreTakenForWhole() throws IOException {
    String table =
        ",trace,id,parent,service,operation,start,duration_ms,status,error\n"
            + "0,12,1,,shop,buy,1700000000000.0,5,200.0,0.0\n"
            + "1,12.0,2.0,1.0,stock,take,1.7000000000010e12,3,503.0,False\n"
            + "2,12,3,2.0,bank,pay,1700000000002,1,NaN,1.0\n";
    assertThat(calls(table, SpanColumns.KNOWN).calls)
        .extracting(Call::spanId, Call::parentSpanId, Call::status, Call::failed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("0000000000000001", null, "200", false),
            org.assertj.core.groups.Tuple.tuple(
                "0000000000000002", "0000000000000001", "503", true),
            org.assertj.core.groups.Tuple.tuple(
                "0000000000000003", "0000000000000002", null, true));
    Intake lost =
        new TableReader(
                new ByteArrayInputStream(
                    bytes(table.replace("2,12,3,2.0", "2,12,3,1.2345678901234567e+18"))),
                "input",
                SpanColumns.KNOWN)
            .read(new Collected());
    assertThat(lost.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(org.assertj.core.groups.Tuple.tuple(SpanRow.LOST_DIGITS, "input:4"));
  }

  @Test
  void whatWasTakenForWhatIsTold() throws IOException {
    Intake intake =
        read(
            new Table(
                "traceId,id,ancestor,serviceName,name,start,duration_ms\n"
                    + "a,1,,shop,buy,1700000000000,5\na,2,1,stock,take,1700000000001,3\n",
                SpanColumns.KNOWN));
    assertThat(intake.notes())
        .extracting(Intake.Note::line)
        .containsExactly(
            "input: columns: trace=traceId, span=id, service=serviceName, operation=name,"
                + " start:ms=start, duration:ms=duration_ms",
            "input: " + TableReader.NO_PARENT);
  }

  @Test
  void pidIsAParentBesideId() throws IOException {
    String table =
        "startTime,elapsedTime,traceId,id,pid,serviceName,operation\n"
            + "1700000000000,50.0,0abc,a1,None,shop,GET /cart\n"
            + "1700000000010,20.0,0abc,a2,a1,stock,reserve\n";
    assertThat(calls(table, SpanColumns.KNOWN).calls)
        .extracting(Call::parentSpanId, Call::durationNanos)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(null, 50_000_000L),
            org.assertj.core.groups.Tuple.tuple("00000000000000a1", 20_000_000L));
  }

  @Test
  void dottedIdsTellTheirParentsByThemselves() throws IOException {
    String table =
        ",traceid,timestamp,rpcid,um,rpctype,dm,interface,rt\n"
            + "0,0b1,1000,0.1,gate,http,shop,buy,13.0\n"
            + "1,0b1,1000,0.1,gate,http,shop,buy,-11.0\n"
            + "2,0b1,1002,0.1.1,shop,rpc,stock,take,5.0\n";
    Collected seen =
        calls(
            table,
            SpanColumns.of("service=dm,operation=interface,start:ms=timestamp,duration:ms=rt"));
    assertThat(seen.calls)
        .extracting(Call::service, Call::durationNanos)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("shop", 13_000_000L),
            org.assertj.core.groups.Tuple.tuple("shop", 11_000_000L),
            org.assertj.core.groups.Tuple.tuple("stock", 5_000_000L));
    assertThat(seen.calls.get(2).parentSpanId()).isEqualTo(seen.calls.get(0).spanId());
  }

  @Test
  void aRowOfNobodyIsRefused() throws IOException {
    for (String nobody : new String[] {"", "NaN", "null", "-"}) {
      String table =
          "trace,span,service,operation,start,end\na,1,"
              + nobody
              + ",o,1700000000000,1700000000001\n";
      Intake intake = read(new Table(table, SpanColumns.KNOWN));
      assertThat(intake.rejections().entries())
          .extracting("reason")
          .containsExactly(SpanFields.NO_SERVICE);
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
