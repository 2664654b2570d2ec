package com.podi.taskworker.executor.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an answer from its file. Pictures in it go to files of their own as they are read; the tree has their names. */
final class AnswerFile {

    private static final int DEEPEST = 50;
    private static final String DATA_URI = "data:";

    private final JsonMapper json;
    private final Path directory;
    private final Set<String> pictureMembers;

    AnswerFile(JsonMapper json, Path directory, Set<String> pictureMembers) {
        this.json = json;
        this.directory = directory;
        this.pictureMembers = pictureMembers;
    }

    /** @throws JacksonException if it is no JSON, breaks off or holds a picture that is no Base64 */
    JsonNode read(Path file) throws IOException {
        try (JsonParser parser = json.createParser(file)) {
            if (parser.nextToken() == null) {
                return json.missingNode();
            }
            JsonNode value = value(file, parser, "", 0);
            parser.nextToken();
            return value;
        }
    }

    private JsonNode value(Path file, JsonParser parser, String member, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("too deep");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = json.createObjectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value(file, parser, name, depth + 1));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = json.createArrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(file, parser, member, depth + 1));
                }
                yield array;
            }
            case VALUE_STRING ->
                pictureMembers.contains(member)
                        ? json.getNodeFactory().stringNode(picture(file, parser))
                        : json.getNodeFactory().stringNode(parser.getString());
            case VALUE_NUMBER_INT -> json.getNodeFactory().numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> json.getNodeFactory().numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> json.getNodeFactory().booleanNode(parser.getBooleanValue());
            default -> json.nullNode();
        };
    }

    private String picture(Path answer, JsonParser parser) throws IOException {
        Path file = Files.createTempFile(directory, "answered-", ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            if (isDataUri(answer, parser)) {
                String uri = parser.getString();
                out.write(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)));
            } else {
                parser.readBinaryValue(out);
            }
        } catch (IllegalArgumentException noBase64) {
            throw new IOException("no Base64", noBase64);
        }
        return file.getFileName().toString();
    }

    /** A parser that has begun to decode cannot go back, so the file is looked at. */
    private static boolean isDataUri(Path answer, JsonParser parser) throws IOException {
        try (InputStream in = Files.newInputStream(answer)) {
            in.skipNBytes(parser.currentTokenLocation().getByteOffset() + 1);
            return new String(in.readNBytes(DATA_URI.length()), StandardCharsets.ISO_8859_1).equals(DATA_URI);
        }
    }
}
