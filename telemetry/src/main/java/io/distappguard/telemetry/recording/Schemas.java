package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Operation;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The schemas of a recording's files, version 1. */
final class Schemas {

  private static final String NAMESPACE = "io.distappguard.recording";

  static final Schema CONTAINER =
      SchemaBuilder.record("Container")
          .namespace(NAMESPACE)
          .fields()
          .requiredInt("id")
          .requiredString("name")
          .requiredString("host")
          .nullableString("role", "")
          .nullableString("image", "")
          .nullableString("cgroup", "")
          .requiredLong("networkNamespace")
          .name("addresses")
          .type()
          .array()
          .items()
          .stringType()
          .noDefault()
          .name("start")
          .type(timestampMillis())
          .withDefault(Container.UNKNOWN_START)
          .endRecord();

  static final Schema PROCESS =
      SchemaBuilder.record("Process")
          .namespace(NAMESPACE)
          .fields()
          .requiredInt("id")
          .requiredInt("container")
          .requiredLong("pid")
          .requiredInt("parent")
          .requiredString("executable")
          .requiredString("arguments")
          .name("start")
          .type(timestampMillis())
          .noDefault()
          .endRecord();

  /** Flat: what a kind does not have is empty or -1. */
  static final Schema ENTITY =
      SchemaBuilder.record("Entity")
          .namespace(NAMESPACE)
          .fields()
          .requiredInt("id")
          .name("kind")
          .type()
          .enumeration("EntityKind")
          .symbols(EntityKind.names())
          .noDefault()
          .requiredInt("container")
          .requiredString("name")
          .requiredString("local")
          .requiredString("remote")
          .requiredInt("process")
          .endRecord();

  static final Schema EXCHANGE =
      SchemaBuilder.record("Exchange")
          .namespace(NAMESPACE)
          .fields()
          .name("interval")
          .type(timestampMillis())
          .noDefault()
          .requiredInt("process")
          .requiredInt("entity")
          .name("operation")
          .type()
          .enumeration("Operation")
          .symbols(names(Operation.values()))
          .noDefault()
          .requiredInt("errors")
          .requiredInt("calls")
          .requiredLong("bytes")
          .endRecord();

  static final Schema CALL =
      SchemaBuilder.record("Call")
          .namespace(NAMESPACE)
          .fields()
          .requiredBytes("traceId")
          .requiredBytes("spanId")
          .requiredBytes("parentSpanId")
          .name("kind")
          .type()
          .enumeration("CallKind")
          .symbols(names(Call.Kind.values()))
          .noDefault()
          .requiredString("service")
          .requiredString("instance")
          .requiredString("operation")
          .requiredLong("startNanos")
          .requiredLong("durationNanos")
          .requiredBoolean("failed")
          .requiredString("status")
          .endRecord();

  private Schemas() {}

  private static Schema timestampMillis() {
    return LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
  }

  private static String[] names(Enum<?>[] values) {
    String[] names = new String[values.length];
    for (int index = 0; index < values.length; index++) {
      names[index] = values[index].name();
    }
    return names;
  }

  /** Kinds of entity as the file writes them; new ones are appended. */
  enum EntityKind {
    FILE,
    SOCKET,
    CHANNEL,
    PROCESS,
    KERNEL;

    static String[] names() {
      return Schemas.names(values());
    }
  }
}
