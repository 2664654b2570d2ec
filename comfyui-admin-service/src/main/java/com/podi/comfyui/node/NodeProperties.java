package com.podi.comfyui.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param patience how long a node may take to say how it is
 * @param modelsPatience how long it may take to say what it has, which may be megabytes
 * @param fresh how long what it said of its queue and its machine is believed
 * @param modelsFresh how long what it has is believed
 * @param directoryFresh how long it is believed where the nodes are
 */
@ConfigurationProperties("podi.comfyui.node")
record NodeProperties(
        @DefaultValue("2s") Duration patience,
        @DefaultValue("6s") Duration modelsPatience,
        @DefaultValue("1s") Duration fresh,
        @DefaultValue("10s") Duration modelsFresh,
        @DefaultValue("2s") Duration directoryFresh) {}
