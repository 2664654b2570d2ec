package com.podi.contracts.media;

/** @param uploadUrl takes one PUT with the content type that was asked for */
public record ResultGrant(String objectKey, String uploadUrl) {}
