package com.podi.contracts.media;

/** @param uploadUrl takes one PUT with the content type and the length that were asked for */
public record ResultGrant(String objectKey, String uploadUrl) {}
