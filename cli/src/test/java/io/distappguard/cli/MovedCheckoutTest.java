package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** A built checkout that is copied with its times: the launcher, a JVM and all jars are real. */
class MovedCheckoutTest {

  /** Less than its native code takes, which reading a file does not need. */
  private static final long TENSOR_LIBRARY_BYTES = 20_000_000;

  @TempDir Path folder;
  private Path checkout;
  private Path input;

  @BeforeEach
  void build() throws Exception {
    checkout = folder.resolve("checkout");
    Files.createDirectories(checkout.resolve("scripts"));
    for (String script : List.of("distappguard", "scripts/find-jdk.sh", "scripts/build.sh")) {
      Files.copy(Path.of("..").resolve(script), checkout.resolve(script));
    }
    Path pom = Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.setLastModifiedTime(pom, FileTime.from(Instant.now().minusSeconds(60)));
    Path made = folder.resolve("made"); // what Maven would make
    putTogether(made);
    Path maven = folder.resolve("maven");
    Files.createDirectories(maven.resolve("lib"));
    Files.createFile(maven.resolve("lib/maven-core-3.9.11.jar"));
    Files.createDirectories(maven.resolve("bin"));
    Files.writeString(
        maven.resolve("bin/mvn"),
        "#!/bin/bash\nmkdir -p cli/target && cp -a '" + made + "/.' cli/target\n");
    Files.setPosixFilePermissions(
        maven.resolve("bin/mvn"), PosixFilePermissions.fromString("rwxr-xr-x"));
    input = folder.resolve("any.strace.xz");
    try (OutputStream xz = new XZOutputStream(Files.newOutputStream(input), new LZMA2Options())) {
      xz.write(ClassArchive.sample());
    }
    assertThat(run(checkout, "inspect", input.toString())).contains("strace");
    assertThat(checkout.resolve("cli/target/distappguard.jsa")).isNotEmptyFile();
  }

  @Test
  void readsCompressedFilesLikeTheOneItWasCopiedFrom() throws Exception {
    String expected = run(checkout, "inspect", input.toString());
    Path copy = folder.resolve("copy");
    start(folder, "cp", "-a", checkout.toString(), copy.toString());
    Path place = copy.resolve("cli/target/distappguard.jsa.place");

    assertThat(run(copy, "inspect", input.toString())).isEqualTo(expected);
    assertThat(place).hasContent(copy.toRealPath().toString());

    // as where the folder cannot be written to, which root always can: no archive is used
    Files.delete(place);
    Files.createDirectory(place);
    assertThat(run(copy, "inspect", input.toString())).isEqualTo(expected);
  }

  /** The class path of this test, as the jars that the command's own jar names. */
  private static void putTogether(Path target) throws IOException {
    Path lib = Files.createDirectories(target.resolve("lib"));
    Map<String, Path> parts = new LinkedHashMap<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(part).toAbsolutePath();
      if (Files.isDirectory(path)) {
        String name = parts.size() + ".jar";
        pack(path, lib.resolve(name), new Manifest());
        parts.put(name, path);
      } else if (Files.exists(path) && Files.size(path) < TENSOR_LIBRARY_BYTES) {
        String name = parts.size() + "-" + path.getFileName();
        Files.copy(path, lib.resolve(name));
        parts.put(name, path);
      }
    }
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, DistAppGuard.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, "lib/" + String.join(" lib/", parts.keySet()));
    Path empty = Files.createDirectory(target.resolve("empty"));
    pack(empty, target.resolve("distappguard.jar"), manifest);
  }

  private static void pack(Path classes, Path jar, Manifest manifest) throws IOException {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString();
        if (!name.equals("META-INF/MANIFEST.MF")) {
          output.putNextEntry(new JarEntry(name));
          Files.copy(file, output);
        }
      }
    }
  }

  private String run(Path root, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("/bin/bash", root.resolve("distappguard") + ""));
    line.addAll(List.of(arguments));
    return start(root, line.toArray(String[]::new));
  }

  private String start(Path directory, String... line) throws Exception {
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_HOME", folder.resolve("maven").toString());
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s", Files.readString(err)).isZero();
    return out;
  }
}
