package com.podi.ability.catalog;

import com.podi.ability.executor.Executor;
import com.podi.ability.executor.ExecutorRegistry;
import com.podi.ability.form.FieldCheck;
import com.podi.ability.workflow.Workflow;
import com.podi.ability.workflow.WorkflowBinding;
import com.podi.ability.workflow.WorkflowBindings;
import com.podi.ability.workflow.Workflows;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.http.TrustedHttp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes an ability of what an administrator asks for, or says what is wrong with it. */
@Component
class AbilityDraft {

    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final int LONGEST_UPSTREAM = 500;
    private static final String UNITS_FROM = "metadata.pricing.unitsFrom";

    private static final Text NO_WORKFLOW = new Text("工作流不存在", "There is no such workflow");
    private static final Text RUNS_NONE =
            new Text("只有comfyui和workflow类型的能力可以绑定工作流", "only abilities of type comfyui or workflow run one");
    private static final Text NO_EXECUTOR = new Text("执行节点不存在", "There is no such executor");
    private static final Text OTHER_PROVIDER = new Text("执行节点属于其他服务商", "This executor is of another provider");
    private static final Text NEEDS_NO_EXECUTOR = new Text("内置工具不需要执行节点", "The built-in tools need no executor");
    private static final Text NOTHING_TO_COUNT_BY =
            new Text("必须是number、integer或select类型的参数", "must be an input of type number, integer or select");
    private static final Text COUNTS_ALWAYS_ONE = new Text("per_call总是1个单位", "per_call has always one unit");
    private static final Text ONE_PICTURE_ONLY = new Text(
            "images只适用于按张计价且supportsMultipleImages的能力",
            "images is for abilities that are priced per_image and have supportsMultipleImages");
    private static final Text NO_RATE = new Text("该币种没有配置汇率", "no rate is configured for this currency");
    private static final Text DISCOUNT = new Text("折扣价不能高于标价", "must not be above the list price");
    private static final Text TOO_LONG = new Text("ID不能超过64个字符，请自行指定", "the id is too long, please choose one");
    private static final Text NO_ADDRESS = new Text("必须是http或https地址", "must be an http or https address");

    private final ExecutorRegistry executors;
    private final Workflows workflows;
    private final WorkflowBindings bindings;
    private final Rates rates;
    private final JsonMapper json;
    private final Clock clock;

    AbilityDraft(
            ExecutorRegistry executors,
            Workflows workflows,
            WorkflowBindings bindings,
            Rates rates,
            JsonMapper json,
            Clock clock) {
        this.executors = executors;
        this.workflows = workflows;
        this.bindings = bindings;
        this.rates = rates;
        this.json = json;
        this.clock = clock;
    }

    Ability made(AbilityRequest wanted) {
        Instant now = clock.instant();
        return ability(
                wanted.idOrDefault(),
                1,
                Objects.requireNonNullElse(wanted.status(), "active"),
                now,
                now,
                wanted,
                wanted.fields());
    }

    /** @param shown the form as it is read: who sends it back leaves it to the workflow, if it was left to that */
    Ability changed(Ability before, AbilityRequest wanted, List<Field> shown) {
        boolean left = before.fields().isEmpty() && wanted.fields().equals(shown);
        return ability(
                before.id(),
                before.version() + 1,
                Objects.requireNonNullElse(wanted.status(), before.status()),
                before.createdAt(),
                clock.instant(),
                wanted,
                left ? List.of() : wanted.fields());
    }

    private Ability ability(
            String id,
            int version,
            String status,
            Instant createdAt,
            Instant updatedAt,
            AbilityRequest wanted,
            List<Field> fields) {
        AbilityRequest.Metadata details = wanted.details();
        Ability ability = new Ability(
                id,
                wanted.provider(),
                Objects.requireNonNullElse(wanted.category(), "other"),
                wanted.capabilityKey(),
                Objects.requireNonNullElse(wanted.action(), wanted.capabilityKey()),
                version,
                wanted.displayName(),
                Objects.requireNonNullElse(wanted.description(), ""),
                status,
                Objects.requireNonNullElse(wanted.abilityType(), usualType(wanted.provider())),
                wanted.workflowId(),
                wanted.executorId(),
                fields,
                tariff(details.pricing()),
                new Ability.Routing(
                        distinct(details.allowedExecutorIds()),
                        details.routingPolicy() == null
                                ? RoutingPolicy.LEAST_QUEUE
                                : RoutingPolicy.of(details.routingPolicy()),
                        distinct(details.tags())),
                Boolean.TRUE.equals(wanted.requiresImage()),
                Boolean.TRUE.equals(wanted.supportsMultipleImages()),
                Objects.requireNonNullElse(wanted.maxOutputImages(), 1),
                Objects.requireNonNullElse(details.timeoutSeconds(), DEFAULT_TIMEOUT_SECONDS),
                Objects.requireNonNullElse(details.attempts(), DEFAULT_ATTEMPTS),
                details.maxConcurrency(),
                details.upstream(),
                createdAt,
                updatedAt);
        List<ErrorDetail> wrong = problems(ability);
        if (!wrong.isEmpty()) {
            throw ErrorCode.BAD_PARAMETER.withDetails(wrong);
        }
        return ability;
    }

    private static String usualType(String provider) {
        return switch (provider) {
            case "podi" -> "tool";
            case "comfyui" -> "comfyui";
            default -> "api";
        };
    }

    private static Ability.Tariff tariff(AbilityRequest.@Nullable Pricing pricing) {
        return pricing == null
                ? Ability.Tariff.USUAL
                : new Ability.Tariff(
                        true,
                        Objects.requireNonNullElse(pricing.currency(), Ability.Tariff.USUAL.currency()),
                        Objects.requireNonNullElse(pricing.unit(), Ability.Tariff.USUAL.unit()),
                        pricing.listPrice(),
                        pricing.discountPrice(),
                        pricing.unitsFrom());
    }

    private static List<String> distinct(@Nullable List<String> texts) {
        return texts == null ? List.of() : List.copyOf(new LinkedHashSet<>(texts));
    }

    private List<ErrorDetail> problems(Ability ability) {
        List<ErrorDetail> wrong = new ArrayList<>(FieldCheck.problems(json, "inputSchema.fields", ability.fields()));
        if (ability.id().length() > 64) {
            wrong.add(new ErrorDetail("id", TOO_LONG));
        }
        if (!rates.knows(ability.tariff().currency())) {
            wrong.add(new ErrorDetail("metadata.pricing.currency", NO_RATE));
        }
        if (ability.tariff().discount() != null
                && ability.tariff().discount().compareTo(ability.tariff().list()) > 0) {
            wrong.add(new ErrorDetail("metadata.pricing.discountPrice", DISCOUNT));
        }
        upstream(ability.upstream(), wrong);
        workflow(ability, wrong);
        if (wrong.isEmpty()) {
            fit(ability, wrong);
        }
        executor("executorId", ability.executorId(), ability, wrong);
        List<String> allowed = ability.routing().allowedExecutorIds();
        for (int place = 0; place < allowed.size(); place++) {
            executor("metadata.allowedExecutorIds[" + place + "]", allowed.get(place), ability, wrong);
        }
        return wrong;
    }

    private static void upstream(@Nullable Upstream upstream, List<ErrorDetail> wrong) {
        if (upstream == null) {
            return;
        }
        if (upstream.endpoint() != null && !isAddress(upstream.endpoint())) {
            wrong.add(new ErrorDetail("metadata.upstream.endpoint", NO_ADDRESS));
        }
        if (upstream.documentation() != null && !isAddress(upstream.documentation())) {
            wrong.add(new ErrorDetail("metadata.upstream.documentation", NO_ADDRESS));
        }
    }

    private static boolean isAddress(String address) {
        return address.length() <= LONGEST_UPSTREAM && TrustedHttp.isAddress(address);
    }

    private void workflow(Ability ability, List<ErrorDetail> wrong) {
        if (ability.workflowId() == null) {
            return;
        }
        if (!ability.runsWorkflow()) {
            wrong.add(new ErrorDetail("workflowId", RUNS_NONE));
            return;
        }
        Optional<Workflow> workflow = workflows.hold(ability.workflowId());
        if (workflow.isEmpty()) {
            wrong.add(new ErrorDetail("workflowId", NO_WORKFLOW));
        }
    }

    /** Held against every workflow that it may run, whichever of them a call will run. */
    private void fit(Ability ability, List<ErrorDetail> wrong) {
        Ability.Tariff tariff = ability.tariff();
        if (tariff.unitsFrom() != null && tariff.isPerCall()) {
            wrong.add(new ErrorDetail(UNITS_FROM, COUNTS_ALWAYS_ONE));
        } else if (tariff.goesByPictures() && !(tariff.isPerImage() && ability.supportsMultipleImages())) {
            wrong.add(new ErrorDetail(UNITS_FROM, ONE_PICTURE_ONLY));
        }
        if (!ability.runsWorkflow() && !Fit.canCount(tariff, ability.fields())) {
            wrong.add(new ErrorDetail(UNITS_FROM, NOTHING_TO_COUNT_BY));
        }
        for (String workflowId : mayRun(ability)) {
            workflows.hold(workflowId).ifPresent(workflow -> Fit.misfits(ability, workflow)
                    .forEach(misfit -> wrong.add(problem(ability, workflowId, misfit))));
        }
    }

    private List<String> mayRun(Ability ability) {
        if (!ability.runsWorkflow()) {
            return List.of();
        }
        return ability.workflowId() != null
                ? List.of(ability.workflowId())
                : bindings.enabled().stream()
                        .filter(binding -> binding.action().equals(ability.action()))
                        .map(WorkflowBinding::workflowId)
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static ErrorDetail problem(Ability ability, String workflowId, Fit.Misfit misfit) {
        String name = misfit.name();
        return switch (misfit.flaw()) {
            case FIELD_GOES_NOWHERE ->
                new ErrorDetail(
                        "inputSchema.fields[" + placeOf(name, ability.fields()) + "].name",
                        new Text(
                                "工作流%s没有绑定这个参数".formatted(workflowId),
                                "is bound to no input of the workflow %s".formatted(workflowId)));
            case INPUT_HAS_NO_FIELD ->
                new ErrorDetail(
                        "inputSchema.fields",
                        new Text(
                                "缺少工作流%s绑定的参数%s".formatted(workflowId, name),
                                "lack the input %2$s, which the workflow %1$s binds".formatted(workflowId, name)));
            case NOTHING_TO_COUNT_BY -> new ErrorDetail(UNITS_FROM, NOTHING_TO_COUNT_BY);
        };
    }

    private static int placeOf(String name, List<Field> fields) {
        return fields.stream().map(Field::name).toList().indexOf(name);
    }

    private void executor(String at, @Nullable String id, Ability ability, List<ErrorDetail> wrong) {
        if (id == null) {
            return;
        }
        if (ability.isBuiltIn()) {
            wrong.add(new ErrorDetail(at, NEEDS_NO_EXECUTOR));
            return;
        }
        Optional<Executor> executor = executors.hold(id);
        if (executor.isEmpty()) {
            wrong.add(new ErrorDetail(at, NO_EXECUTOR));
        } else if (!executor.get().type().equals(ability.provider())) {
            wrong.add(new ErrorDetail(at, OTHER_PROVIDER));
        }
    }
}
