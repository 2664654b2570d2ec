-- Rows are hidden, not erased: logs, tasks and the history go on naming them.
create table executors (
    id                   text primary key check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    name                 text not null,
    type                 text not null check (type <> 'podi'),
    base_url             text not null,
    status               text not null check (status in ('active', 'inactive')),
    weight               int not null check (weight > 0),
    max_concurrency      int not null check (max_concurrency > 0),
    tags                 text[] not null,
    config               jsonb not null,
    api_key_ids          text[] not null,
    revision             int not null default 1 check (revision > 0),
    hidden_at            timestamp with time zone,
    created_at           timestamp with time zone not null,
    updated_at           timestamp with time zone not null,
    last_health_check_at timestamp with time zone,
    last_health_status   text check (last_health_status in ('healthy', 'unhealthy')),
    health_failures      int not null default 0 check (health_failures >= 0),
    next_health_check_at timestamp with time zone not null default now()
);
create index executors_to_check on executors (next_health_check_at) where hidden_at is null and status = 'active';

-- The definition is kept as it was written, to the order of its nodes.
create table workflows (
    id         text primary key check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    action     text not null,
    name       text not null,
    version    int not null check (version > 0),
    definition json not null,
    bindings   jsonb not null,
    outputs    jsonb not null,
    hidden_at  timestamp with time zone,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null
);

create table workflow_bindings (
    id          text primary key check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    action      text not null,
    workflow_id text not null references workflows (id),
    executor_id text not null references executors (id),
    priority    int not null,
    enabled     boolean not null,
    revision    int not null default 1 check (revision > 0),
    hidden_at   timestamp with time zone,
    created_at  timestamp with time zone not null,
    updated_at  timestamp with time zone not null
);
create unique index workflow_bindings_once on workflow_bindings (action, workflow_id, executor_id)
    where hidden_at is null;

alter table abilities
    add column priced               boolean not null default true,
    add column workflow_id          text references workflows (id),
    add column executor_id          text references executors (id),
    add column allowed_executor_ids text[] not null default '{}',
    add column routing_policy       text not null default 'fixed'
        check (routing_policy in ('fixed', 'weight', 'round_robin', 'least_queue')),
    add column executor_tags        text[] not null default '{}',
    add column max_concurrency      int check (max_concurrency > 0),
    add column upstream             jsonb,
    add column hidden_at            timestamp with time zone,
    add column created_at           timestamp with time zone not null default now(),
    add column updated_at           timestamp with time zone not null default now(),
    add constraint abilities_discount_is_less check (discount_price <= list_price),
    drop constraint abilities_provider_capability_key_key;
create unique index abilities_by_capability on abilities (provider, capability_key) where hidden_at is null;

create table changes (
    id             text primary key,
    kind           text not null check (kind in ('ability', 'executor', 'workflow', 'workflow_binding')),
    record_id      text not null,
    revision       int not null,
    action         text not null check (action in ('created', 'changed', 'deleted', 'seeded')),
    actor          text not null,
    changed_fields text[] not null,
    document       json not null,
    changed_at     timestamp with time zone not null default now(),
    unique (kind, record_id, revision)
);
create index changes_by_actor on changes (actor, id desc);

create function refuse_another_past() returns trigger language plpgsql as $$
begin
    raise exception 'what was changed is appended to, never edited';
end $$;
create trigger changes_are_append_only before update or delete on changes
    for each row execute function refuse_another_past();
