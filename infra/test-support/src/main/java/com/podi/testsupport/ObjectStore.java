package com.podi.testsupport;

import java.net.URI;

/** An S3 server and the keys to it. */
public record ObjectStore(URI endpoint, String accessKey, String secretKey, String bucket) {}
