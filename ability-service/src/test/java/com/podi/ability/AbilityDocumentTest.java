package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.ability.catalog.RoutingPolicy;
import com.podi.ability.form.FieldType;
import com.podi.contracts.error.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

class AbilityDocumentTest {

    private static final String WRITE = "podi.docs.write";
    private static final Path DOCUMENT = Path.of("../infra/docs/api/abilities.md");
    private static final List<ErrorCode> ERRORS = List.of(
            ErrorCode.ABILITY_INPUT_INVALID,
            ErrorCode.IMAGE_REQUIRED,
            ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED,
            ErrorCode.EXECUTOR_NOT_ALLOWED,
            ErrorCode.WORKFLOW_INVALID,
            ErrorCode.BAD_PARAMETER,
            ErrorCode.ABILITY_INACTIVE,
            ErrorCode.ABILITY_NOT_FOUND,
            ErrorCode.EXECUTOR_NOT_FOUND,
            ErrorCode.WORKFLOW_NOT_FOUND,
            ErrorCode.ALREADY_EXISTS,
            ErrorCode.IN_USE,
            ErrorCode.REVISION_CONFLICT);

    @Test
    void theDocumentSaysTheSame() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, document());
        }
        assertThat(DOCUMENT)
                .as("write it anew with: mvn test -pl ability-service -am -Dtest=AbilityDocumentTest -D%s=true", WRITE)
                .content()
                .isEqualTo(document());
    }

    private static String document() {
        return """
                # 能力 / Abilities

                <!-- Made from the code by AbilityDocumentTest, which says how. -->

                ## 接口 / Endpoints

                | method | path | |
                |---|---|---|
                %s
                `/api/abilities` 与 `/api/abilities/{id}` 无需登录；`/api/admin/**` 需要管理员。所有列表用 `page`、`pageSize` 分页。
                `/api/abilities` and `/api/abilities/{id}` need no login, `/api/admin/**` needs an administrator. All lists
                are paged by `page` and `pageSize`.

                ## 表单 / Forms

                `inputSchema.fields[]` 是客户端展示的表单，`jsonSchema` 由它生成（JSON Schema 2020-12），服务端按它检查，未知参数也会被拒绝。
                `inputSchema.fields[]` is the form a client shows; `jsonSchema` is made from it (JSON Schema 2020-12) and is what
                the server checks, unknown inputs included.

                | type | 取值 | takes |
                |---|---|---|
                %s
                `min`、`max` 对数字是范围，对文本是字符数，对 `images` 是图片数；`step` 只供表单使用。必填的图片可以随请求发送，不必写在 `inputs` 里。
                `min` and `max` bound a number, the characters of a text and the pictures of `images`; `step` is for forms alone. A
                required picture may come beside the `inputs`.

                ## 执行节点的选择 / Which executor runs a call

                1. 请求中的 `executorId` / the `executorId` of the request
                2. 能力的 `executorId` / that of the ability
                3. `metadata.allowedExecutorIds`
                4. 能力 `action` 的工作流绑定，`priority` 大者优先 / the bindings of the ability's `action`, the higher `priority` first

                `podi` 的内置工具不需要执行节点。停用的节点不参与；`metadata.tags` 列出的标签节点必须具备；健康的节点优先，其余按
                `metadata.routingPolicy`：
                The built-in tools of `podi` need none. Inactive executors do not count; an executor must have all
                `metadata.tags`; those that are well come first, and then `metadata.routingPolicy` decides:

                | routingPolicy | | |
                |---|---|---|
                %s
                ## 工作流 / Workflows

                `definition` 是ComfyUI的API格式（“导出（API）”），编辑器的保存格式会被拒绝。`GET /api/admin/workflows/{id}/inputs`
                列出可绑定的节点输入；`bindings[]` 是字段加 `targets[{node,input}]`，构成能力的表单。每次保存都是新的不可变版本。
                `definition` is ComfyUI's API format ("Export (API)"); the editor's save format is refused. `GET
                /api/admin/workflows/{id}/inputs` lists the inputs of nodes that may be bound; `bindings[]` are fields with
                `targets[{node,input}]` and make the form of the ability. Every save is a new version that never changes.

                ## 修订 / Revisions

                `PUT` 替换整条记录，未给出的字段取默认值，`status` 保持不变；带 `revision` 时，记录已被他人修改则返回 409。使用中的记录不能删除；
                删除只是隐藏，历史保留在 `/api/admin/audit`。
                A `PUT` replaces the record, what is absent gets its default and `status` stays; with a `revision` it is
                refused with 409 if somebody changed the record since. What is used cannot be deleted; what is deleted is
                hidden, and its history stays at `/api/admin/audit`.

                ## 错误 / Errors

                | HTTP | code | 中文 | English |
                |---|---|---|---|
                %s""".formatted(
                routes(),
                rows(Arrays.stream(FieldType.values())
                        .map(type -> row("`" + type.wireName() + "`", type.inChinese(), type.inEnglish()))),
                rows(Arrays.stream(RoutingPolicy.values())
                        .map(policy -> row("`" + policy.wireName() + "`", policy.inChinese(), policy.inEnglish()))),
                rows(ERRORS.stream()
                        .map(error -> row(
                                Integer.toString(error.status()),
                                "`" + error.code() + "`",
                                error.message().zh(),
                                error.message().en()))));
    }

    /** By path, those of services left out. */
    private static String routes() {
        ClassPathScanningCandidateComponentProvider controllers =
                new ClassPathScanningCandidateComponentProvider(false);
        controllers.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        TreeMap<String, String> byPath = new TreeMap<>();
        controllers.findCandidateComponents("com.podi.ability").stream()
                .map(found -> ClassUtils.resolveClassName(
                        Objects.requireNonNull(found.getBeanClassName()), AbilityDocumentTest.class.getClassLoader()))
                .forEach(controller -> Arrays.stream(controller.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Operation.class))
                        .forEach(method -> add(controller, method, byPath)));
        return rows(byPath.values().stream());
    }

    private static void add(Class<?> controller, Method method, TreeMap<String, String> byPath) {
        RequestMapping mapping =
                Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class));
        RequestMapping base = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String path = (base == null ? "" : base.path()[0]) + (mapping.path().length == 0 ? "" : mapping.path()[0]);
        String summary = method.getAnnotation(Operation.class).summary();
        byPath.put(
                path + " " + mapping.method()[0].ordinal(), row(mapping.method()[0].name(), "`" + path + "`", summary));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String rows(Stream<String> rows) {
        return rows.collect(Collectors.joining("\n")) + "\n";
    }
}
