package com.podi.starter.http;

import java.io.IOException;
import java.io.OutputStream;

/** What is sent along with a call; it is written as it is sent, so that large things never lie in memory whole. */
public interface HttpContent {

    String type();

    /** In bytes. */
    long length();

    void writeTo(OutputStream out) throws IOException;
}
