package com.podi.comfydouble;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A picture that somebody sends. */
final class Upload {

    private final Map<String, String> fields = new HashMap<>();
    private @Nullable String fileName;
    private byte @Nullable [] bytes;
    private boolean nameless;

    private Upload() {}

    static Upload read(FullHttpRequest request) throws IOException {
        Upload upload = new Upload();
        HttpPostRequestDecoder decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
        try {
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file && file.getName().equals("image")) {
                    upload.fileName = file.getFilename();
                    upload.bytes = file.get();
                } else if (part instanceof Attribute field) {
                    upload.nameless |= field.getName().equals("image");
                    upload.fields.put(field.getName(), field.getValue());
                }
            }
        } finally {
            decoder.destroy();
        }
        return upload;
    }

    Answer store(Folders folders, boolean rename) throws IOException {
        String type = fields.getOrDefault("type", "input");
        if (nameless || !Folders.isType(type)) {
            return Answer.trouble();
        }
        if (bytes == null || fileName == null || fileName.isEmpty()) {
            return Answer.empty(400);
        }
        String subfolder = fields.getOrDefault("subfolder", "");
        Optional<Path> folder = folders.within(type, subfolder);
        if (folder.isEmpty() || folders.within(type, subfolder + "/" + fileName).isEmpty() || fileName.contains("..")) {
            return Answer.empty(400);
        }
        String overwrite = fields.getOrDefault("overwrite", "");
        if (rename) {
            folders.store(folder.get(), fileName, new byte[] {1}, true);
        }
        String stored = folders.store(
                folder.get(), fileName, bytes, !rename && (overwrite.equals("true") || overwrite.equals("1")));
        ObjectNode answer = Json.object();
        answer.put("name", stored).put("subfolder", subfolder).put("type", type);
        return Answer.json(answer);
    }

    /** A mask for a picture that is not there is taken without a word, and stored nowhere. */
    Answer storeMask(Folders folders) throws IOException {
        JsonNode original = Json.MAPPER.readTree(fields.getOrDefault("original_ref", "{}"));
        boolean there = folders.within(
                        original.path("type").asString("output"),
                        original.path("subfolder").asString("") + "/"
                                + original.path("filename").asString("?"))
                .filter(Files::isRegularFile)
                .isPresent();
        if (there) {
            return store(folders, false);
        }
        ObjectNode answer = Json.object();
        answer.put("name", fileName)
                .put("subfolder", fields.getOrDefault("subfolder", ""))
                .put("type", fields.getOrDefault("type", "input"));
        return Answer.json(answer);
    }
}
