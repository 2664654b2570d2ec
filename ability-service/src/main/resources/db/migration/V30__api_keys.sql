-- Keys of providers, sealed.
create table api_keys (
    key_id      text primary key,
    provider    text   not null check (provider ~ '^[a-z0-9-]+$' and length(provider) <= 40),
    name        text   not null check (length(name) between 1 and 100),
    sealed      bytea  not null,
    -- Its last characters, by which people know it again.
    hint        text   not null,
    -- "refused" is what the provider has said; only people make it active again.
    status      text   not null check (status in ('active', 'inactive', 'refused')),
    -- Uses a day (UTC); null where nothing limits them.
    daily_quota int check (daily_quota > 0),
    used_on     date   not null default current_date,
    used        bigint not null default 0 check (used >= 0),
    used_at     timestamp with time zone,
    rests_until timestamp with time zone,
    expire_at   timestamp with time zone,
    revision    int    not null default 1,
    created_at  timestamp with time zone not null default now(),
    updated_at  timestamp with time zone not null default now(),
    unique (provider, name)
);

alter table changes drop constraint changes_kind_check;
alter table changes add constraint changes_kind_check
    check (kind in ('ability', 'executor', 'workflow', 'workflow_binding', 'api_key'));
