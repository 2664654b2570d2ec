-- The first user to ask for a task's upload prefix owns it.
create table upload_tasks (
    task_id    text primary key check (task_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    user_id    text not null,
    claimed_at timestamp with time zone not null default now()
);

create table upload_grants (
    object_key     text primary key check (object_key ~ '^(uploads|results)/[A-Za-z0-9_-]{1,64}/[^/]+$'),
    user_id        text not null,
    task_id        text not null,
    file_name      text not null,
    type           text not null check (type in ('PNG', 'JPEG', 'WEBP', 'GIF', 'TIFF')),
    max_size_bytes bigint not null check (max_size_bytes > 0),
    granted_at     timestamp with time zone not null default now()
);

create table media_objects (
    id           text primary key,
    object_key   text not null unique,
    user_id      text not null,
    task_id      text not null,
    file_name    text not null,
    content_type text not null,
    size_bytes   bigint not null check (size_bytes > 0),
    width        integer not null check (width > 0),
    height       integer not null check (height > 0),
    created_at   timestamp with time zone not null
);
create index media_objects_by_user on media_objects (user_id, created_at desc, id desc);
