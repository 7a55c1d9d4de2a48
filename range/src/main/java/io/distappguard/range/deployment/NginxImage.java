package io.distappguard.range.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Nginx from Debian as the door to the application, with kept-alive connections to the gateways
 * that discovery lists when it starts.
 */
public record NginxImage(Discovery discovery) implements Image {

  @Override
  public String name() {
    return "debian/nginx:12";
  }

  @Override
  public int port() {
    return 80;
  }

  @Override
  public void prepare(Instance instance, Path directory) {
    List<String> gateways = discovery.endpoints("gateway");
    if (gateways.isEmpty()) {
      throw new RangeFailure("nginx: no gateway is listed in discovery (start gateways first)");
    }
    RunFolder.createDirectories(directory.resolve("temporary"));
    RunFolder.write(
        directory.resolve("nginx.conf"),
        """
        daemon off;
        worker_processes 1;
        user www-data;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log warn;
        events { worker_connections 1024; }
        http {
          access_log %1$s/access.log;
          client_body_temp_path %1$s/temporary/body;
          proxy_temp_path %1$s/temporary/proxy;
          fastcgi_temp_path %1$s/temporary/fastcgi;
          uwsgi_temp_path %1$s/temporary/uwsgi;
          scgi_temp_path %1$s/temporary/scgi;
          client_max_body_size 4m;
          client_body_buffer_size 64k;
          keepalive_timeout 300s;
          keepalive_requests 100000;
          upstream gateway {
        %2$s
            keepalive 32;
            keepalive_requests 100000;
            keepalive_timeout 300s;
          }
          server {
            listen %3$s:%4$d;
            location / {
              proxy_pass http://gateway;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header X-Forwarded-For $remote_addr;
            }
          }
        }
        """
            .formatted(
                directory,
                gateways.stream()
                    .map("    server %s;"::formatted)
                    .collect(Collectors.joining("\n")),
                instance.address(),
                port()));
  }

  @Override
  public List<String> command(Instance instance, Path directory) {
    return List.of(
        "nginx",
        "-e",
        directory + "/error.log",
        "-p",
        directory + "/",
        "-c",
        directory + "/nginx.conf");
  }
}
