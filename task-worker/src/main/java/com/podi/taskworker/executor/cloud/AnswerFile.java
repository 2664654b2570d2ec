package com.podi.taskworker.executor.cloud;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
            JsonNode value = value(parser, "", 0);
            parser.nextToken();
            return value;
        }
    }

    private JsonNode value(JsonParser parser, String member, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("too deep");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = json.createObjectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value(parser, name, depth + 1));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = json.createArrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser, member, depth + 1));
                }
                yield array;
            }
            case VALUE_STRING ->
                pictureMembers.contains(member)
                        ? json.getNodeFactory().stringNode(picture(parser))
                        : json.getNodeFactory().stringNode(parser.getString());
            case VALUE_NUMBER_INT -> json.getNodeFactory().numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> json.getNodeFactory().numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> json.getNodeFactory().booleanNode(parser.getBooleanValue());
            default -> json.nullNode();
        };
    }

    private String picture(JsonParser parser) throws IOException {
        Path file = Files.createTempFile(directory, "answered-", ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            parser.readBinaryValue(out);
        }
        return file.getFileName().toString();
    }
}
