package com.podi.auth.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param refusalFloor how long a refused login takes at least, so that its time does not tell which names exist */
@ConfigurationProperties("podi.auth.session")
record SessionProperties(@DefaultValue("PT0.4S") Duration refusalFloor) {}
