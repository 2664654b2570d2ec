package com.podi.media.quota;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** @param allowed for every user for whom an administrator has not said otherwise */
@ConfigurationProperties("podi.media.quota")
record QuotaProperties(@DefaultValue("10GB") DataSize allowed) {}
