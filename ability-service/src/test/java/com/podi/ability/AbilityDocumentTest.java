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

                `podi` 的内置工具不需要执行节点。停用的节点不参与；`metadata.tags` 列出的标签节点必须具备（请求指定的节点除外）。
                The built-in tools of `podi` need none. Inactive executors do not count; an executor must have all
                `metadata.tags`, unless the request names it.

                一次调用只运行一个工作流：能力有 `workflowId` 时就是它，否则取其 `action` 的绑定中，先节点健康、再 `priority` 最大、且表单接受本次
                参数的那一个；候选节点只有绑定了该工作流的节点。能力自己同时指定工作流和节点时不需要绑定。候选节点中健康的优先，其余按
                `metadata.routingPolicy`（默认`least_queue`）：
                A call runs one workflow: that of the ability's `workflowId`; or else, of the bindings of its `action`, that of
                the first whose form takes the inputs, those with an executor that is well before the others and the higher
                `priority` before the lower. Candidates are only executors that are bound to it; an ability that names its
                workflow and its executors needs no bindings. Of the candidates those that are well come first, and then
                `metadata.routingPolicy` decides, `least_queue` if nothing is said:

                | routingPolicy | | |
                |---|---|---|
                %s
                能力公开的表单不随节点的健康变化：能力有自己的字段时就是这些字段，否则是其 `workflowId` 的表单，再否则是启用的绑定中，节点启用且具备标签、
                `priority` 最大者的工作流的表单。按它填写的调用不会因为换了节点而被拒绝。
                The form that clients are shown does not change with health: the ability's own fields; or else the form of its
                `workflowId`; or else that of the workflow of the binding with the highest `priority` that is enabled and whose
                executor is active and has the tags. A call by this form is never refused because another executor is well.

                ## 节点的健康 / Health of executors

                节点定期被询问，真实任务的结果也算数：`task.attempt-failed` 事件（换节点重试的也算；调用方的错误不算）在时间窗口内达到次数和比例即停用，
                过一段时间再询问一次；答复正常则恢复试用，下一个任务失败就再次停用且间隔加倍，成功则完全恢复。`successRate`、`avgDurationMs`
                是最近一小时的。
                Executors are asked now and then, and what came of real work counts as well: with so many failed attempts
                (`task.attempt-failed`; also those that were tried again elsewhere, but nothing that the caller did wrong) in a window
                of time, and such a share of all, an executor is out of service. After a while it is asked once; a good answer
                brings it back on trial: if its next work fails, it is out again for twice as long, and if it succeeds all is
                forgotten. `successRate` and `avgDurationMs` are those of the last hour.

                ## 计价单位 / Units of price

                单位数在提交时确定。`per_call` 总是1；`per_image` 是订购的结果图片数，`per_second` 是订购的秒数，都由
                `metadata.pricing.unitsFrom` 指定的参数给出，未指定或未给出时为1。`unitsFrom` 为 `images` 时，发送的每张图片各得一张结果
                （仅限 `per_image` 且 `supportsMultipleImages`）；没有它时，参考图再多也只算1。订购的图片不能超过 `maxOutputImages`，否则
                `ABILITY_INPUT_INVALID`。得到的图片少于订购的，按得到的计。
                Units are fixed at submit. `per_call` has always one; `per_image` as many as pictures are ordered and `per_second` as
                many as seconds are, a begun one whole: as the input says that `metadata.pricing.unitsFrom` names, and one if none
                is named or given. `images` as `unitsFrom` means that each picture which is sent makes one of the result (only
                `per_image`, with `supportsMultipleImages`); without it, several references cost no more than one. More
                pictures than `maxOutputImages` cannot be ordered (`ABILITY_INPUT_INVALID`). Where fewer come out than were ordered,
                those are paid for.

                ## 工作流 / Workflows

                `definition` 是ComfyUI的API格式（“导出（API）”），编辑器的保存格式会被拒绝。`GET /api/admin/workflows/{id}/inputs`
                列出可绑定的节点输入；`bindings[]` 是字段加 `targets[{node,input}]`，构成能力的表单。每次保存都是新的不可变版本。
                `definition` is ComfyUI's API format ("Export (API)"); the editor's save format is refused. `GET
                /api/admin/workflows/{id}/inputs` lists the inputs of nodes that may be bound; `bindings[]` are fields with
                `targets[{node,input}]` and make the form of the ability. Every save is a new version that never changes.

                能力自己的字段与它可能运行的工作流必须一致：每个字段都要被绑定，每个绑定的参数都要有字段（图片除外，可随请求发送）。保存能力、
                工作流或绑定时，不一致即被拒绝。把读到的工作流表单原样发回，表单仍归工作流所有。
                Fields of an ability's own and the workflows that it may run go together: each field is bound, and each bound input
                has a field (pictures need none, since they may come beside the inputs). Otherwise neither the ability nor the
                workflow nor the binding is saved. Who sends back the form of a workflow as it was read leaves it to the workflow.

                ## 密钥 / Keys

                节点的 `apiKeyIds` 必须是同一服务商已有的密钥。列表可按 `q`、`provider`、`name`、`status` 过滤。服务商拒绝的密钥变为
                `refused` 并记入修订历史；换上新的密钥后，关于旧密钥的报告不再影响它。
                The `apiKeyIds` of an executor are keys that its provider has. Lists are filtered by `q`, `provider`, `name` and
                `status`. A key that its provider refuses becomes `refused`, which is a revision like any other; what is said of
                a secret that was replaced meanwhile does not hold for the new one.

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
