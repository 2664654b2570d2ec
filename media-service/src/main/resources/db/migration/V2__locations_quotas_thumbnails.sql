-- Where the bytes of a record lie: where no link that was ever given out can write. Without one they lie under the key.
alter table media_objects add column location text;
create unique index media_objects_by_location on media_objects (coalesce(location, object_key));

create index upload_grants_by_age on upload_grants (granted_at);

-- What a user may store and does store; without an own allowance the setting of the service holds.
create table quotas (
    user_id       text primary key,
    used_bytes    bigint not null default 0 check (used_bytes >= 0),
    allowed_bytes bigint check (allowed_bytes >= 0)
);
insert into quotas (user_id, used_bytes) select user_id, sum(size_bytes) from media_objects group by user_id;

create table thumbnails (
    object_id text primary key references media_objects (id) on delete cascade,
    location  text not null,
    state     text not null default 'WAITING' check (state in ('WAITING', 'MADE', 'IMPOSSIBLE')),
    attempts  integer not null default 0,
    due_at    timestamp with time zone not null default now()
);
create index thumbnails_by_due on thumbnails (due_at) where state = 'WAITING';
insert into thumbnails (object_id, location) select id, object_key from media_objects;

-- Work that one replica does for all, and how far it got.
create table turns (
    job    text primary key,
    due_at timestamp with time zone not null,
    mark   text
);
