package io.distappguard.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class ContainerCgroupPropertiesTest {

  private static final String ID = "1f".repeat(32);

  @Property
  void anyPathIsSomething(@ForAll @StringLength(max = 200) String path) {
    ContainerCgroup group = ContainerCgroup.of(path);
    assertThat(group.path()).isNotEmpty();
    assertThat(group.isContainer()).isEqualTo(!group.runtime().isEmpty());
  }

  @Property
  void whatLiesBelowAContainerBelongsToIt(@ForAll @StringLength(max = 40) String below) {
    String safe = below.replaceAll("[^a-z.]", "");
    ContainerCgroup group = ContainerCgroup.of("/docker/" + ID + "/" + safe);
    assertThat(group.path()).isEqualTo("/docker/" + ID);
  }
}
