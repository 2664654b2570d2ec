-- Tables of the outbox library, in the shape it expects.
create table outbox_record (
    id             varchar(255) primary key,
    status         varchar(20)              not null,
    record_key     varchar(255)             not null,
    record_type    varchar(255)             not null,
    payload        text                     not null,
    context        text,
    created_at     timestamp with time zone not null,
    completed_at   timestamp with time zone,
    failure_count  int                      not null,
    failure_reason varchar(1000),
    next_retry_at  timestamp with time zone not null,
    partition_no   integer                  not null,
    handler_id     varchar(1000)            not null
);
create index outbox_record_by_key on outbox_record (record_key, completed_at, created_at);
create index outbox_record_by_due on outbox_record (partition_no, status, next_retry_at);

create table outbox_instance (
    instance_id    varchar(255) primary key,
    hostname       varchar(255)             not null,
    port           integer                  not null,
    status         varchar(50)              not null,
    started_at     timestamp with time zone not null,
    last_heartbeat timestamp with time zone not null,
    created_at     timestamp with time zone not null,
    updated_at     timestamp with time zone not null
);

create table outbox_partition (
    partition_number integer primary key,
    instance_id      varchar(255),
    version          bigint                   not null default 0,
    updated_at       timestamp with time zone not null
);

-- Events whose effect is already part of this database.
create table processed_events (
    event_id     text primary key,
    processed_at timestamp with time zone not null default now()
);
create index processed_events_by_age on processed_events (processed_at);
