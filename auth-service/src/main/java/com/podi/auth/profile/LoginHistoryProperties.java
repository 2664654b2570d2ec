package com.podi.auth.profile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param kept how long we remember when somebody logged in and from where */
@ConfigurationProperties("podi.auth.login-history")
record LoginHistoryProperties(@DefaultValue("P180D") Duration kept) {}
