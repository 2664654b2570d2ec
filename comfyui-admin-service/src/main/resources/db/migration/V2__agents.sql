-- Secrets that tokens of agents are signed with, sealed; the newest one signs, the others still prove.
create table token_keys (
    kid        text primary key,
    sealed     bytea                    not null,
    created_at timestamp with time zone not null default now()
);
create index token_keys_by_age on token_keys (created_at desc);

create table agents (
    id              text primary key check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    name            text                     not null,
    role            text                     not null,
    base_url        text                     not null,
    allowed         boolean                  not null,
    config          jsonb                    not null,
    status          text                     not null default 'offline' check (status in ('online', 'offline')),
    last_seen_at    timestamp with time zone,
    metrics         jsonb,
    agent_version   text,
    comfyui_version text,
    revision        int                      not null default 1 check (revision > 0),
    created_at      timestamp with time zone not null,
    updated_at      timestamp with time zone not null,
    -- What has history is not erased.
    hidden_at       timestamp with time zone
);
create index agents_by_age on agents (created_at desc, id desc) where hidden_at is null;
create index agents_by_silence on agents (last_seen_at) where status = 'online';

create table agent_alerts (
    id         text primary key,
    agent_id   text                     not null references agents,
    alert_type text                     not null,
    message    text                     not null,
    payload    jsonb,
    status     text                     not null check (status in ('open', 'closed')),
    created_at timestamp with time zone not null default now(),
    closed_at  timestamp with time zone,
    check ((status = 'closed') = (closed_at is not null))
);
create index agent_alerts_by_age on agent_alerts (created_at desc, id desc);
create index agent_alerts_by_agent on agent_alerts (agent_id, created_at desc, id desc);
-- However many replicas notice it, an agent is missed once.
create unique index agent_alerts_offline_once on agent_alerts (agent_id)
    where alert_type = 'agent_offline' and status = 'open';

create table manifests (
    id         text primary key check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    revision   int                      not null check (revision > 0),
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null
);
create index manifests_by_age on manifests (created_at desc, id desc);

-- Revisions are added, never changed: tasks name the one they were made for.
create table manifest_revisions (
    manifest_id  text                     not null references manifests,
    revision     int                      not null check (revision > 0),
    role         text                     not null,
    version      text                     not null,
    content      jsonb                    not null,
    download_url text,
    created_by   text                     not null,
    created_at   timestamp with time zone not null,
    primary key (manifest_id, revision)
);

create table agent_tasks (
    id                text primary key,
    agent_id          text                     not null references agents,
    manifest_id       text,
    manifest_revision int,
    actions           text[]                   not null,
    status            text                     not null
        check (status in ('pending', 'running', 'success', 'failed', 'rejected', 'expired')),
    -- Stands in the token of this task; a new one takes the token from whoever has the old one.
    nonce             text                     not null,
    expires_at        timestamp with time zone not null,
    push_attempts     int                      not null default 0,
    next_push_at      timestamp with time zone not null default now(),
    push_lease_until  timestamp with time zone,
    last_push_at      timestamp with time zone,
    last_push_error   text,
    progress          double precision         not null default 0 check (progress between 0 and 100),
    summary           jsonb,
    synced            jsonb,
    error_code        text,
    error_message     text,
    failed_items      jsonb,
    created_by        text                     not null,
    created_at        timestamp with time zone not null default now(),
    updated_at        timestamp with time zone not null default now(),
    started_at        timestamp with time zone,
    finished_at       timestamp with time zone,
    foreign key (manifest_id, manifest_revision) references manifest_revisions,
    check ((finished_at is null) = (status in ('pending', 'running')))
);
create index agent_tasks_by_age on agent_tasks (created_at desc, id desc);
create index agent_tasks_of_agent on agent_tasks (agent_id, created_at desc, id desc);
create index agent_tasks_due on agent_tasks (next_push_at) where status = 'pending';
create index agent_tasks_open on agent_tasks (expires_at) where status in ('pending', 'running');

create table agent_task_events (
    id         bigint generated always as identity primary key,
    task_id    text                     not null references agent_tasks on delete cascade,
    level      text                     not null check (level in ('info', 'warn', 'error')),
    step       text,
    message    text                     not null,
    progress   double precision,
    payload    jsonb,
    created_at timestamp with time zone not null default now()
);
create index agent_task_events_of_task on agent_task_events (task_id, id desc);

create table server_diffs (
    id           text primary key check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    name         text                     not null,
    executor_ids text[]                   not null,
    snapshot     jsonb                    not null,
    created_by   text                     not null,
    created_at   timestamp with time zone not null
);
create index server_diffs_by_age on server_diffs (created_at desc, id desc);

-- What belonged to nodes keeps its name for whoever still refers to it; another record may take that name.
alter table catalog_entries add column hidden_at timestamp with time zone;
alter table catalog_entries drop constraint catalog_entries_once_per_name;
create unique index catalog_entries_once_per_name on catalog_entries (kind, name_key) where hidden_at is null;
