package com.podi.media.download;

import java.net.URI;

/** @param expireIn seconds */
record DownloadLink(URI url, String objectKey, long expireIn) {}
