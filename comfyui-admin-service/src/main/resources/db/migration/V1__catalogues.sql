-- item: the record of its kind as JSON; the columns are what all kinds have in common.
create table catalog_entries (
    kind         text                     not null check (kind in ('lora', 'model', 'plugin')),
    id           text                     not null check (id ~ '^[A-Za-z0-9_-]{3,64}$'),
    name_key     text                     not null,
    display_name text                     not null,
    status       text                     not null check (status in ('active', 'inactive')),
    revision     int                      not null check (revision > 0),
    item         jsonb                    not null,
    created_at   timestamp with time zone not null,
    updated_at   timestamp with time zone not null,
    primary key (kind, id),
    constraint catalog_entries_once_per_name unique (kind, name_key)
);
create index catalog_entries_by_age on catalog_entries (kind, created_at desc, id desc);
