package io.distappguard.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerCgroupTest {

  private static final String ID =
      "154a173602f6c5d3b4a59687a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";

  @ParameterizedTest
  @CsvSource({
    "/docker/ID, docker, '', /docker/ID",
    "/system.slice/docker-ID.scope, docker, '', /system.slice/docker-ID.scope",
    "/system.slice/docker-ID.scope/init.scope, docker, '', /system.slice/docker-ID.scope",
    "/kubepods/burstable/pod8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f/ID, kubernetes,"
        + " 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f,"
        + " /kubepods/burstable/pod8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f/ID",
    "/kubepods/pod8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f/ID, kubernetes,"
        + " 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f,"
        + " /kubepods/pod8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f/ID",
    "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod8dbc1b47_bd6e_4f2a_9c0d_"
        + "1a2b3c4d5e6f.slice/cri-containerd-ID.scope, containerd,"
        + " 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f, *",
    "/kubepods.slice/kubepods-pod8dbc1b47_bd6e_4f2a_9c0d_1a2b3c4d5e6f.slice/crio-ID.scope, cri-o,"
        + " 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f, *",
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod8dbc1b47_bd6e_4f2a_9c0d_"
        + "1a2b3c4d5e6f.slice/docker-ID.scope, docker, 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f, *",
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podf9c4a0d1e2b3c4d5a6b7c8d9e0f1"
        + "a2b3.slice/crio-ID.scope, cri-o, f9c4a0d1e2b3c4d5a6b7c8d9e0f1a2b3, *",
    "/system.slice/containerd.service/kubepods-besteffort-pod8dbc1b47_bd6e_4f2a_9c0d_"
        + "1a2b3c4d5e6f.slice:cri-containerd:ID, containerd, 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f, *",
    "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/"
        + "kubelet-kubepods-besteffort-pod8dbc1b47_bd6e_4f2a_9c0d_1a2b3c4d5e6f.slice/"
        + "cri-containerd-ID.scope, containerd, 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f, *",
    "/machine.slice/libpod-ID.scope, podman, '', *",
    "/machine.slice/libpod-ID.scope/container, podman, '', /machine.slice/libpod-ID.scope",
    "/system.slice/nerdctl-ID.scope, containerd, '', *",
    "/default/ID, containerd, '', *",
    // seen under Podman 4.3
    "/libpod_parent/libpod-ID, podman, '', *",
    "/libpod_parent/dc8417df0c1eae9b5bfa8e1f0ac8c0a9b2f4dfcbd4ed2f3d4c5b6a7980112233/libpod-ID,"
        + " podman, '', *",
    "/system.slice/shop.service/libpod-payload-ID, podman, '', *",
    "/user.slice/user-1000.slice/user@1000.service/app.slice/redis.service/libpod-payload-ID,"
        + " podman, '', *",
    // CRI-O's cgroupfs driver
    "/kubepods/burstable/pod8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f/crio-ID, cri-o,"
        + " 8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f, *"
  })
  void containersOfEveryRuntimeAreKnown(String path, String runtime, String pod, String expected) {
    ContainerCgroup group = ContainerCgroup.of(path.replace("ID", ID));

    assertThat(group.runtime()).isEqualTo(runtime);
    assertThat(group.id()).isEqualTo(ID);
    assertThat(group.pod()).isEqualTo(pod);
    assertThat(group.path()).isEqualTo((expected.equals("*") ? path : expected).replace("ID", ID));
    assertThat(group.name()).isEqualTo("154a173602f6");
  }

  @ParameterizedTest
  @CsvSource({
    "/, '', /",
    "/system.slice/redis-server.service, redis-server, /system.slice/redis-server.service",
    "/system.slice/app.service/worker, app, /system.slice/app.service",
    "/user.slice/user-1000.slice/session-3.scope, session-3.scope,"
        + " /user.slice/user-1000.slice/session-3.scope",
    "/distappguard-range/text-2, text-2, /distappguard-range/text-2",
    "/machine.slice/libpod-conmon-ID.scope, libpod-conmon-ID.scope,"
        + " /machine.slice/libpod-conmon-ID.scope",
    "/kubepods.slice/kubepods-pod8dbc1b47_bd6e_4f2a_9c0d_1a2b3c4d5e6f.slice/crio-conmon-ID.scope,"
        + " crio-conmon-ID.scope, *",
    "/kubepods/burstable/pod8dbc1b47-bd6e-4f2a-9c0d-1a2b3c4d5e6f/crio-conmon-ID, crio-conmon-ID, *",
    "/libpod_parent/conmon, conmon, /libpod_parent/conmon",
    "/libpod_parent/ID/conmon, conmon, *",
    "/system.slice/shop.service/runtime, shop, /system.slice/shop.service",
    "/lxc.monitor.web, lxc.monitor.web, /lxc.monitor.web",
    "/default, default, /default"
  })
  void monitorsServicesAndGroupsAreNoContainersNoContainerIsAServiceOrAGroup(
      String path, String name, String expected) {
    ContainerCgroup group = ContainerCgroup.of(path.replace("ID", ID));

    assertThat(group.isContainer()).isFalse();
    assertThat(group.name()).isEqualTo(name.replace("ID", ID));
    assertThat(group.path()).isEqualTo((expected.equals("*") ? path : expected).replace("ID", ID));
  }

  @ParameterizedTest
  @CsvSource({"/lxc/web, web", "/lxc.payload.web/system.slice/nginx.service, web"})
  void containersOfLxcHaveTheirOwnNames(String path, String name) {
    assertThat(ContainerCgroup.of(path).name()).isEqualTo(name);
    assertThat(ContainerCgroup.of(path).runtime()).isEqualTo("lxc");
  }

  @ParameterizedTest
  @CsvSource({"/default/cache.one", "/default/cache.one/init.scope"})
  void containersOfContainerdWithoutKubernetesAreNamedByTheirUsers(String path) {
    ContainerCgroup group = ContainerCgroup.of(path);

    assertThat(group.runtime()).isEqualTo("containerd");
    assertThat(group.name()).isEqualTo("cache.one");
    assertThat(group.path()).isEqualTo("/default/cache.one");
  }

  @ParameterizedTest
  @CsvSource({"/docker/ID/docker/OTHER", "/docker/ID/kubepods/besteffort/OTHER"})
  void theInnermostContainerCounts(String path) {
    String other = "f".repeat(64);
    assertThat(ContainerCgroup.of(path.replace("ID", ID).replace("OTHER", other)).id())
        .isEqualTo(other);
  }
}
