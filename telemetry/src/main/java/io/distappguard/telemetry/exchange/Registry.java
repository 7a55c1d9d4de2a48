package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.ProcessImage;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives containers, process images and entities their numbers and announces each once. Equal
 * entities have one number; containers and process images get a new one with each call. Not
 * thread-safe.
 */
public final class Registry {

  private final ExchangeSink sink;
  private final Map<Entity, Integer> entities = new HashMap<>();
  private int containers;
  private int processes;

  public Registry(ExchangeSink sink) {
    this.sink = sink;
  }

  /** Announces a container under its own next number. */
  public int container(Container unnumbered) {
    int id = containers++;
    sink.container(unnumbered.numbered(id));
    return id;
  }

  /** Announces a process image under its own next number; see {@link ProcessImage}. */
  public int process(
      int container, long pid, int parent, String executable, String arguments, long startMillis) {
    int id = processes++;
    sink.process(new ProcessImage(id, container, pid, parent, executable, arguments, startMillis));
    return id;
  }

  /** Number of a {@link Entity.FileEntity}. */
  public int file(int container, String path) {
    return number(new Entity.FileEntity(0, container, path));
  }

  /** Number of a {@link Entity.SocketEntity}. */
  public int socket(int container, String transport, String local, String remote) {
    return number(new Entity.SocketEntity(0, container, transport, local, remote));
  }

  /** Number of a {@link Entity.ChannelEntity}. */
  public int channel(int container, String kind, String name) {
    return number(new Entity.ChannelEntity(0, container, kind, name));
  }

  /** Number of a {@link Entity.ProcessEntity}. */
  public int processEntity(int container, int process) {
    return number(new Entity.ProcessEntity(0, container, process));
  }

  /** Number of a {@link Entity.KernelEntity}. */
  public int kernel(int container, String name) {
    return number(new Entity.KernelEntity(0, container, name));
  }

  /** The key is the entity under number 0: what it is, without who is asking. */
  private int number(Entity key) {
    Integer known = entities.get(key);
    if (known != null) {
      return known;
    }
    int id = entities.size();
    entities.put(key, id);
    sink.entity(
        switch (key) {
          case Entity.FileEntity file -> new Entity.FileEntity(id, file.container(), file.path());
          case Entity.SocketEntity socket ->
              new Entity.SocketEntity(
                  id, socket.container(), socket.transport(), socket.local(), socket.remote());
          case Entity.ChannelEntity channel ->
              new Entity.ChannelEntity(id, channel.container(), channel.kind(), channel.name());
          case Entity.ProcessEntity process ->
              new Entity.ProcessEntity(id, process.container(), process.process());
          case Entity.KernelEntity kernel ->
              new Entity.KernelEntity(id, kernel.container(), kernel.name());
        });
    return id;
  }
}
