package com.podi.comfyui.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param rotateAfter how long a key signs before a new one does
 * @param longestLife of a token; a key proves as long after it has signed for the last time
 */
@ConfigurationProperties("podi.comfyui.token")
public record TokenProperties(
        @DefaultValue("30d") Duration rotateAfter,
        @DefaultValue("365d") Duration longestLife) {}
