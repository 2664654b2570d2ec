package com.podi.contracts.error;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Everything that can be refused: the code on the wire, its HTTP status and what people are told. */
public enum ErrorCode {
    BAD_CREDENTIALS("1001", 401, "用户名或密码错误", "Wrong user name or password"),
    WRONG_CURRENT_PASSWORD("1001", 400, "当前密码错误", "The current password is wrong"),
    TOKEN_EXPIRED("1002", 401, "Token已过期，请重新登录", "The token has expired, please log in again"),
    TOKEN_INVALID("1003", 401, "Token无效或缺失", "The token is missing, malformed or no longer valid"),
    IMAGE_FORMAT("2001", 400, "图片格式不支持", "This is not a picture of a supported format"),
    IMAGE_TOO_LARGE("2002", 400, "图片大小超出限制", "The picture is larger than allowed"),
    BAD_PARAMETER("2003", 400, "请求参数错误", "A parameter is missing or wrong"),
    TASK_NOT_FOUND("3001", 404, "任务不存在", "There is no such task"),
    TASK_STATE("3002", 409, "任务状态不允许此操作", "The state of the task does not allow this"),
    STORAGE_FULL("4001", 403, "存储空间不足", "There is not enough storage left, please delete what is not needed"),
    INTERNAL("5001", 500, "系统内部错误，请稍后重试", "Something went wrong on our side, please try again later"),

    NOT_FOUND(404, "资源不存在", "There is nothing at this address"),
    METHOD_NOT_ALLOWED(405, "请求方法不支持", "This address does not support the method"),
    UNSUPPORTED_MEDIA_TYPE(415, "请求内容类型不支持", "This content type is not supported"),
    REQUEST_TOO_LARGE(413, "请求体过大", "The request body is too large"),
    REQUEST_HEADER_TOO_LARGE(431, "请求头过大", "The request headers are too large"),
    FORBIDDEN(403, "没有访问权限", "You may not do this"),
    SERVICE_UNAVAILABLE(503, "服务暂不可用，请稍后重试", "The service is unavailable for the moment, please try again"),
    RATE_LIMITED(429, "请求过于频繁，请稍后重试", "Too many requests, please try again later"),
    ALREADY_EXISTS(409, "资源已存在", "This already exists"),
    IN_USE(409, "资源正在使用中，无法删除", "This is in use and cannot be deleted"),
    REVISION_CONFLICT(409, "资源已被他人修改，请刷新后重试", "Somebody else changed this in between, please reload"),

    IDEMPOTENCY_IN_PROGRESS(409, "相同的请求正在处理中", "The same request is still being worked on"),
    IDEMPOTENCY_KEY_REUSED(422, "幂等键已用于其他请求", "This idempotency key was used for another request"),

    USERNAME_TAKEN(409, "用户名已被占用", "This user name is taken"),
    EMAIL_TAKEN(409, "邮箱已被占用", "This e-mail address is taken"),
    USER_INACTIVE(403, "账号已被停用", "This account is disabled"),
    USER_NOT_FOUND(404, "用户不存在", "There is no such user"),

    MEDIA_STS_INVALID_PARAM(400, "上传参数非法", "The upload request is not valid"),
    MEDIA_UPLOAD_UNAUTHORIZED(403, "无上传权限", "You may not upload here"),
    MEDIA_CALLBACK_INVALID(401, "回调签名失败", "The callback is not from the object store or was not expected"),
    MEDIA_DOWNLOAD_DENIED(403, "无下载权限", "You may not download this"),
    MEDIA_NOT_FOUND(404, "文件不存在", "There is no such file"),

    WALLET_INSUFFICIENT(402, "积分不足", "There are not enough points"),
    WALLET_HOLD_CONFLICT(409, "冻结冲突", "This conflicts with what was done with the hold before"),
    WALLET_HOLD_NOT_FOUND(404, "冻结记录不存在", "There is no such hold"),
    WALLET_SERVICE_UNAVAILABLE(503, "钱包服务不可用，请稍后重试", "The wallet is unavailable for the moment, please try again"),

    ABILITY_NOT_FOUND(404, "能力不存在", "There is no such ability"),
    ABILITY_INACTIVE(403, "能力未启用", "This ability is not active"),
    ABILITY_INPUT_INVALID(400, "能力参数错误", "An input of the ability is missing or wrong"),
    ABILITY_EXECUTOR_NOT_CONFIGURED(400, "能力未配置执行节点", "No executor is configured for this ability"),
    EXECUTOR_NOT_ALLOWED(400, "该能力不允许使用此执行节点", "This executor may not be used for this ability"),
    EXECUTOR_NOT_FOUND(404, "执行节点不存在", "There is no such executor"),
    API_KEY_NOT_FOUND(404, "密钥不存在", "There is no such key"),
    API_KEY_UNAVAILABLE(
            503, "服务商密钥暂不可用，请稍后重试", "No key of the provider can be used for the moment, please try again later"),
    EXECUTOR_ERROR(502, "执行节点处理失败", "The executor could not do the work"),
    WORKFLOW_INVALID(400, "工作流定义无效", "The workflow is not valid"),
    WORKFLOW_NOT_FOUND(404, "工作流不存在", "There is no such workflow"),
    QUEUE_FULL(429, "任务队列已满，请稍后重试", "Too many tasks are waiting already, please try again later"),
    EXECUTOR_TIMEOUT(504, "执行超时", "The work took longer than allowed"),
    IMAGE_REQUIRED(400, "缺少输入图片", "A picture is required"),
    IMAGE_DOWNLOAD_FAILED(400, "图片下载失败", "The picture could not be fetched"),
    URL_NOT_ALLOWED(400, "不允许访问该地址", "This address is not allowed"),
    TASK_ID_REQUIRED(400, "缺少任务ID", "A task id is required"),
    TASK_ID_TAKEN(409, "任务ID已被占用", "This task id is taken"),

    EXECUTOR_TYPE_NOT_COMFYUI(400, "执行节点不是ComfyUI类型", "This executor is not a ComfyUI node"),
    COMFYUI_QUEUE_STATUS_ERROR(502, "无法获取ComfyUI队列状态，节点可能离线", "The queue of the ComfyUI node could not be read"),
    COMFYUI_OBJECT_INFO_ERROR(502, "无法获取ComfyUI节点资源信息", "What the ComfyUI node has could not be read"),
    COMFYUI_SYSTEM_STATS_ERROR(502, "无法获取ComfyUI系统信息", "The state of the ComfyUI node could not be read"),

    AGENT_TOKEN_REQUIRED(401, "缺少Agent令牌", "An agent's token is required"),
    AGENT_TOKEN_INVALID(401, "Agent令牌无效", "The agent's token is not valid or no longer valid"),
    AGENT_TOKEN_EXPIRED(401, "Agent令牌已过期", "The agent's token has expired"),
    AGENT_NOT_ALLOWED(403, "该Agent未被允许", "This agent may not do this"),
    AGENT_TOKEN_SCOPE_INVALID(403, "Agent令牌的权限范围不符", "The agent's token is for something else"),
    AGENT_TASK_FORBIDDEN(403, "令牌不属于该任务", "The token does not belong to this task"),
    AGENT_MANIFEST_FORBIDDEN(403, "令牌无权读取该清单", "The token does not give access to this manifest"),
    AGENT_NOT_FOUND(404, "Agent不存在", "There is no such agent"),
    AGENT_MANIFEST_NOT_FOUND(404, "清单不存在", "There is no such manifest"),
    AGENT_TASK_NOT_FOUND(404, "Agent任务不存在", "There is no such task of an agent"),
    AGENT_ALREADY_EXISTS(409, "Agent已存在", "This agent already exists"),
    AGENT_TASK_EXPIRED(409, "Agent任务已过期", "The agent's task has expired"),
    AGENT_PUSH_FAILED(502, "任务推送失败，Agent不可达", "The agent could not be reached with the task"),

    INTERNAL_ONLY(401, "仅限内部调用", "Only trusted callers may use this");

    private final String code;
    private final int status;
    private final Text message;

    ErrorCode(String code, int status, String zh, String en) {
        this.code = code;
        this.status = status;
        this.message = new Text(zh, en);
    }

    ErrorCode(int status, String zh, String en) {
        this.code = name();
        this.status = status;
        this.message = new Text(zh, en);
    }

    /** The code on the wire: the number of the public document where it has one, else the name. */
    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Text message() {
        return message;
    }

    /** The family of the error, for clients that do not know the code. */
    public String type() {
        return switch (status) {
            case 400, 413, 415, 422, 431 -> "ValidationError";
            case 401 -> "AuthenticationError";
            case 402 -> "PaymentError";
            case 403 -> "PermissionError";
            case 404, 405 -> "NotFoundError";
            case 409 -> "ConflictError";
            case 429 -> "RateLimitError";
            case 502, 503, 504 -> "UnavailableError";
            default -> "InternalError";
        };
    }

    /** @param reason for our logs, in the manner of {@link String#format}; the caller never sees it */
    public PodiException because(String reason, Object... arguments) {
        return new PodiException(this, reason.formatted(arguments), List.of());
    }

    public PodiException at(String field, Text message) {
        return withDetails(List.of(new ErrorDetail(field, message)));
    }

    public PodiException withDetails(List<ErrorDetail> details) {
        return new PodiException(this, details.toString(), details);
    }

    public static Optional<ErrorCode> of(String code, int status) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.status == status && candidate.code.equals(code))
                .findFirst();
    }
}
