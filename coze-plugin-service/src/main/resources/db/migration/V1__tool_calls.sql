-- What Coze and others have called. The ids of Coze are what it says of itself, signed by nobody.
create table tool_calls (
    id                   text primary key,
    called_at            timestamp with time zone not null default now(),
    tool                 text                     not null,
    -- By what the caller was let in: the fingerprint of a token, or the network.
    caller               text                     not null,
    address              text                     not null,
    coze_user_id         text,
    coze_bot_id          text,
    coze_conversation_id text,
    coze_log_id          text,
    task_id              text,
    code                 int                      not null,
    error_code           text,
    duration_ms          bigint                   not null check (duration_ms >= 0),
    trace_id             text
);
create index tool_calls_by_age on tool_calls (called_at);
create index tool_calls_by_task on tool_calls (task_id);

-- Calls of the last minute: the same one again is no other task.
create table recent_calls (
    fingerprint     text primary key,
    -- What task-worker knows the call by, whichever attempt gets there.
    idempotency_key text                     not null,
    called_at       timestamp with time zone not null
);
create index recent_calls_by_age on recent_calls (called_at);

-- The catalogue as it was read last, for a start at which nobody answers.
create table catalogue_copy (
    only_one  boolean primary key default true check (only_one),
    abilities text                     not null,
    read_at   timestamp with time zone not null
);
