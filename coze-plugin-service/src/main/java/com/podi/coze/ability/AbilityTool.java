package com.podi.coze.ability;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.task.TaskSubmission;
import com.podi.contracts.task.TaskSubmission.Picture;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.tool.Answer;
import com.podi.coze.tool.Arguments;
import com.podi.coze.tool.Tool;
import com.podi.coze.tool.ToolAnswer;
import com.podi.coze.tool.ToolPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An ability: flat arguments in, a task in between, its result out. */
final class AbilityTool implements Tool {

    private static final String PICTURE = "url";

    /** Names that others use for the same. */
    private static final List<String> ALSO_THE_PICTURE = List.of("imageUrl", "imageUrls");

    private static final Set<String> MAIN_PICTURE = Set.of("image", "images", PICTURE, "imageUrl");
    private static final Set<String> ON_COMFYUI = Set.of("comfyui", "workflow");

    private static final Property NOTHING_TO_SAY =
            Property.of("note", Kind.TEXT, "There is nothing to be chosen; may be left out.");

    private final AbilityView ability;
    private final AbilityCalls calls;
    private final @Nullable Field mainPicture;
    private final List<FieldInput> fields;
    private final Operation operation;

    /** Throws {@link IllegalArgumentException} for what cannot be told to Coze. */
    AbilityTool(AbilityView ability, AbilityCalls calls) {
        this.ability = ability;
        this.calls = calls;
        this.mainPicture = mainPicture(ability.inputSchema().fields());
        this.fields = fields();
        this.operation = new Operation(
                ToolPaths.of(ability.provider(), ability.capabilityKey()),
                Names.operation(ability.provider(), ability.capabilityKey()),
                summary(),
                properties(),
                ToolAnswer.PROPERTIES);
    }

    @Override
    public Operation operation() {
        return operation;
    }

    /** What takes minutes is not waited for. */
    boolean isSlow() {
        return ON_COMFYUI.contains(ability.abilityType()) || ability.provider().equals("comfyui");
    }

    @Override
    public CompletableFuture<Answer> call(Arguments arguments, CozeCaller caller, Locale locale) {
        return calls.call(operation.path(), submission(arguments, caller), caller, !isSlow(), locale)
                .thenApply(task -> ToolAnswer.ofCall(task, locale));
    }

    TaskSubmission submission(Arguments arguments, CozeCaller caller) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        fields.stream().filter(field -> !field.isPicture()).forEach(field -> field.read(arguments)
                .ifPresent(value -> inputs.set(field.fieldName(), value)));
        Map<String, String> metadata = caller.userId() == null
                ? Map.of("channel", "coze")
                : new TreeMap<>(Map.of("channel", "coze", "cozeUserId", caller.userId()));
        return new TaskSubmission(ability.id(), inputs, pictures(arguments), metadata);
    }

    private List<Picture> pictures(Arguments arguments) {
        Stream<Picture> ofFields =
                fields.stream().filter(FieldInput::isPicture).flatMap(field -> field.pictures(arguments).stream());
        return Stream.concat(mainPictures(arguments), ofFields).toList();
    }

    private Stream<Picture> mainPictures(Arguments arguments) {
        if (!takesPictures()) {
            return Stream.empty();
        }
        String name = mainPicture == null ? null : mainPicture.name();
        return Stream.concat(Stream.of(PICTURE), ALSO_THE_PICTURE.stream())
                .map(arguments::get)
                .flatMap(Optional::stream)
                .findFirst()
                .map(given -> Addresses.all(PICTURE, given))
                .orElse(List.of())
                .stream()
                .map(address -> new Picture(name, address));
    }

    private boolean takesPictures() {
        return ability.requiresImage() || ability.supportsMultipleImages() || mainPicture != null;
    }

    /** What comes as {@code url} stands for the field of the form that wants a picture first of all. */
    private static @Nullable Field mainPicture(List<Field> form) {
        List<Field> pictures = form.stream()
                .filter(field -> field.type().equals("image") || field.type().equals("images"))
                .toList();
        return pictures.stream()
                .filter(Field::required)
                .findFirst()
                .or(() -> pictures.stream()
                        .filter(field -> MAIN_PICTURE.contains(field.name()))
                        .findFirst())
                .orElse(null);
    }

    private List<FieldInput> fields() {
        Set<String> taken = takesPictures() ? Set.of(PICTURE, "imageUrl", "imageUrls") : Set.of();
        return ability.inputSchema().fields().stream()
                .filter(field -> !field.equals(mainPicture))
                .map(field -> new FieldInput(field, Names.field(field.name(), taken)))
                .toList();
    }

    private List<Property> properties() {
        List<Property> properties = new ArrayList<>();
        if (takesPictures()) {
            properties.add(picture());
        }
        fields.forEach(field -> properties.add(field.property()));
        return properties.isEmpty() ? List.of(NOTHING_TO_SAY) : properties;
    }

    private Property picture() {
        String description = ability.supportsMultipleImages()
                ? "The picture: an http or https address. Of several pictures one address a line."
                : "The picture: an http or https address.";
        return ability.requiresImage()
                ? Property.required(PICTURE, Kind.IMAGE, description)
                : Property.of(PICTURE, Kind.IMAGE, description);
    }

    private String summary() {
        String what = ability.description() == null || ability.description().isBlank()
                ? ability.displayName() + "."
                : ability.displayName() + ": " + ability.description();
        return Wording.inBytes(
                what,
                isSlow()
                        ? "Slow: returns a taskId, then call podi_task_get."
                        : "Answers with the result; if it takes longer, with a taskId for podi_task_get.",
                Operation.LONGEST_SUMMARY_BYTES);
    }
}
