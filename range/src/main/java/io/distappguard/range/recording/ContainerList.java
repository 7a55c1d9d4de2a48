package io.distappguard.range.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of a recording: which containers there were and which networks mean something. Safe
 * for use by several threads.
 */
public final class ContainerList {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String application;
  private final String run;
  private final List<NamedNetwork> networks;
  private final String collector;
  private final List<ContainerEntry> entries = new ArrayList<>();

  /**
   * @param collector the eBPF collector's stream, relative to the recording; empty where it does
   *     not record
   */
  public ContainerList(
      String application, String run, List<NamedNetwork> networks, String collector) {
    this.collector = collector;
    this.application = application;
    this.run = run;
    this.networks = List.copyOf(networks);
  }

  /** A network outside the application that is known by a name. */
  public record NamedNetwork(String name, String cidr) {}

  private record Document(
      String application,
      String run,
      List<NamedNetwork> networks,
      String collector,
      List<ContainerEntry> containers) {}

  public synchronized void add(ContainerEntry entry) {
    entries.add(entry);
  }

  public synchronized String toJson() {
    try {
      return JSON.writeValueAsString(
          new Document(application, run, networks, collector, List.copyOf(entries)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers always serialise", e);
    }
  }
}
