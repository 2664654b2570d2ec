-- Whom to tell of the end of a task.
create table callbacks (
    task_id  text  primary key references tasks (task_id) on delete cascade,
    -- Scheme, host and port alone; the rest of the address may hold a secret.
    target   text  not null,
    -- The whole address and the headers that go with it, sealed.
    sealed   bytea not null,
    -- Of the submit; what people read in the callback is written in it.
    language text  not null
);

-- The news of the end of a task, on its way; written in the transaction that ends the task.
create table callback_deliveries (
    -- Also the webhook-id, the same for every attempt.
    delivery_id text primary key,
    task_id     text not null unique references tasks (task_id),
    user_id     text not null,
    type        text not null,
    target      text not null,
    status      text not null default 'waiting' check (status in ('waiting', 'delivered', 'gone', 'exhausted')),
    -- How often it was sent; also the fence against senders that come back too late.
    attempt     int  not null default 0 check (attempt >= 0),
    -- How many of the attempts were made before it was last asked for anew.
    round_from  int  not null default 0 check (round_from between 0 and attempt),
    due_at      timestamp with time zone not null default now(),
    -- Until when its sender may take.
    lease_until timestamp with time zone,
    created_at  timestamp with time zone not null default now(),
    ended_at    timestamp with time zone,
    constraint callback_deliveries_ended check ((status = 'waiting') = (ended_at is null)),
    constraint callback_deliveries_leased check (lease_until is null or status = 'waiting')
);
create index callback_deliveries_due on callback_deliveries (due_at) where status = 'waiting';
create index callback_deliveries_waiting on callback_deliveries (user_id, target, due_at, delivery_id)
    where status = 'waiting';
create index callback_deliveries_leased on callback_deliveries (lease_until) where lease_until is not null;
create index callback_deliveries_exhausted on callback_deliveries (ended_at) where status = 'exhausted';
create index callback_deliveries_by_user on callback_deliveries (user_id, created_at desc, delivery_id desc);

-- Written when the attempt begins; what a sender did not live to tell stays empty.
create table callback_tries (
    delivery_id text not null references callback_deliveries (delivery_id),
    attempt     int  not null,
    started_at  timestamp with time zone not null default now(),
    http_status int,
    reason      text,
    duration_ms bigint,
    primary key (delivery_id, attempt)
);

-- What callbacks are signed with.
create table webhook_secrets (
    secret_id   bigint generated always as identity primary key,
    user_id     text  not null,
    sealed      bytea not null,
    -- Null for the present one; a former one goes on signing for a while.
    valid_until timestamp with time zone
);
create unique index webhook_secrets_present on webhook_secrets (user_id) where valid_until is null;
create index webhook_secrets_by_user on webhook_secrets (user_id, secret_id desc);
