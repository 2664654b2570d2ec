package com.podi.wallet.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param welcomePoints what every new user gets to try the shop with */
@ConfigurationProperties("podi.wallet")
record WelcomeProperties(@DefaultValue("500") long welcomePoints) {}
