package com.podi.media.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param token what MinIO was told to send; without one nobody is believed */
@ConfigurationProperties("podi.media.notification")
record NotificationProperties(@DefaultValue("") String token) {}
