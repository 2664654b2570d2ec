-- All at once: what the version before this one appends meanwhile waits, and then finds the table it knows.
lock table ability_invocation_logs in access exclusive mode;
alter table ability_invocation_logs rename to unpartitioned_logs;
alter table unpartitioned_logs drop constraint ability_invocation_logs_pkey;
drop index logs_by_ability;

-- A call, from the first event that tells of it to the last: whichever comes first, and however often, it is counted once.
-- The log cannot say so itself, because a key of a partitioned table is unique within a month only.
create table invocations (
    -- The task; of a refused call the log id, because the task's id may be used again.
    call_id    text primary key,
    log_id     text unique,
    user_id    text not null,
    ability_id text not null,
    action     text not null,
    queued_at  timestamp with time zone,
    ended_at   timestamp with time zone,
    constraint invocations_have_begun_or_ended check (queued_at is not null or ended_at is not null),
    constraint invocations_are_logged_when_ended check ((log_id is null) = (ended_at is null))
);
create index invocations_pending on invocations (user_id, ability_id, action, queued_at) where ended_at is null;

create table ability_invocation_logs (
    id               text not null,
    task_id          text not null,
    ability_id       text not null,
    provider         text not null,
    action           text not null,
    executor_id      text,
    user_id          text not null,
    status           text not null check (status in ('completed', 'failed', 'canceled', 'rejected')),
    duration_ms      bigint not null check (duration_ms >= 0),
    queue_ms         bigint not null check (queue_ms >= 0),
    billing_unit     text,
    units            int not null check (units >= 0),
    list_price       numeric(12, 4),
    discount_price   numeric(12, 4),
    cost_amount      numeric(14, 4) not null check (cost_amount >= 0),
    currency         text,
    points           bigint not null check (points >= 0),
    trace_id         text,
    request_summary  jsonb not null,
    response_summary jsonb not null default '{}',
    outputs          jsonb not null,
    output_bytes     bigint not null check (output_bytes >= 0),
    error_code       text,
    error_message    text,
    created_at       timestamp with time zone not null,
    primary key (created_at, id)
) partition by range (created_at);
-- With the status, so that those who look for the few that failed need not fetch all others to find out.
create index logs_by_ability on ability_invocation_logs (ability_id, created_at, id) include (status);
create index logs_by_provider on ability_invocation_logs (provider, created_at, id) include (status);
create index logs_by_executor on ability_invocation_logs (executor_id, created_at, id) include (status)
    where executor_id is not null;
create index logs_by_user on ability_invocation_logs (user_id, created_at, id) include (status);
create index logs_by_status on ability_invocation_logs (status, created_at, id);
create index logs_by_trace on ability_invocation_logs (trace_id) where trace_id is not null;

-- From when on logs are kept: what is older has been dropped, and does not come back with an old event.
create table log_horizon (
    only_one  boolean primary key default true check (only_one),
    kept_from timestamp with time zone not null
);
insert into log_horizon (kept_from) values ('-infinity');

-- Attaching a finished table lets everybody go on reading and writing meanwhile; creating a partition would not.
create function provide_log_partition(month date) returns void language plpgsql as $$
declare
    partition text := 'ability_invocation_logs_' || to_char(month, 'YYYY_MM');
begin
    perform pg_advisory_xact_lock(hashtext('ability_invocation_logs'));
    if to_regclass(partition) is null then
        execute format('create table %I (like ability_invocation_logs including all)', partition);
        execute format('alter table ability_invocation_logs attach partition %I for values from (%L) to (%L)', partition,
            month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
    end if;
end $$;

-- What the rows of the log add up to (days and hours in UTC). Reading it must cost the same for a thousand calls and for
-- a million, and it stays when the rows are dropped.
create table calls_by_day (
    ability_id   text   not null,
    day          date   not null,
    action       text   not null,
    provider     text   not null,
    executor_id  text   not null, -- empty where there was none
    status       text   not null,
    calls        bigint not null,
    duration_ms  bigint not null,
    output_bytes bigint not null,
    primary key (ability_id, day, action, provider, executor_id, status)
) with (fillfactor = 70);
create table calls_by_user (
    user_id      text   not null,
    day          date   not null,
    ability_id   text   not null,
    action       text   not null,
    status       text   not null,
    calls        bigint not null,
    duration_ms  bigint not null,
    output_bytes bigint not null,
    primary key (user_id, day, ability_id, action, status)
) with (fillfactor = 70);
-- For the newest weeks, with durations by their size: percentiles are read from it.
create table calls_by_hour (
    hour        timestamp with time zone not null,
    ability_id  text           not null,
    executor_id text           not null,
    status      text           not null,
    currency    text           not null, -- empty where there was no price
    bucket      smallint       not null,
    calls       bigint         not null,
    duration_ms bigint         not null,
    cost_amount numeric(18, 4) not null,
    points      bigint         not null,
    primary key (hour, ability_id, executor_id, status, currency, bucket)
) with (fillfactor = 70);

-- Four buckets for every doubling: a duration is known to a fifth.
create function duration_bucket(duration_ms bigint) returns smallint language sql immutable parallel safe
    return floor(4 * ln(greatest(duration_ms, 1)::float8) / ln(2::float8))::smallint;

create table users (
    user_id        text primary key,
    last_active_on date -- in UTC; of a login or a call
);
create index users_by_activity on users (last_active_on);
create table active_users (
    month   date not null,
    user_id text not null,
    primary key (month, user_id)
);

create table stored_objects (
    object_id  text primary key,
    user_id    text    not null,
    size_bytes bigint  not null check (size_bytes >= 0),
    deleted    boolean not null
);
create table storage_by_user (
    user_id    text primary key,
    size_bytes bigint not null check (size_bytes >= 0)
) with (fillfactor = 70);

-- In the transaction of the row, whoever appends it; in the order of the keys, so that two who do so never wait for each
-- other in a circle.
create function roll_up_calls() returns trigger language plpgsql as $$
begin
    insert into invocations as i (call_id, log_id, user_id, ability_id, action, ended_at)
    select case when status = 'rejected' then id else task_id end, id, user_id, ability_id, action, created_at
    from added order by 1
    on conflict (call_id) do update set log_id = excluded.log_id, ended_at = excluded.ended_at where i.ended_at is null;

    insert into calls_by_day as r
    select ability_id, (created_at at time zone 'UTC')::date, action, provider, coalesce(executor_id, ''), status,
           count(*), sum(duration_ms), sum(output_bytes)
    from added group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (ability_id, day, action, provider, executor_id, status) do update
    set calls = r.calls + excluded.calls, duration_ms = r.duration_ms + excluded.duration_ms,
        output_bytes = r.output_bytes + excluded.output_bytes;

    insert into calls_by_user as r
    select user_id, (created_at at time zone 'UTC')::date, ability_id, action, status,
           count(*), sum(duration_ms), sum(output_bytes)
    from added group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (user_id, day, ability_id, action, status) do update
    set calls = r.calls + excluded.calls, duration_ms = r.duration_ms + excluded.duration_ms,
        output_bytes = r.output_bytes + excluded.output_bytes;

    insert into calls_by_hour as r
    select date_trunc('hour', created_at, 'UTC'), ability_id, coalesce(executor_id, ''), status, coalesce(currency, ''),
           duration_bucket(duration_ms), count(*), sum(duration_ms), sum(cost_amount), sum(points)
    from added group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (hour, ability_id, executor_id, status, currency, bucket) do update
    set calls = r.calls + excluded.calls, duration_ms = r.duration_ms + excluded.duration_ms,
        cost_amount = r.cost_amount + excluded.cost_amount, points = r.points + excluded.points;

    insert into users as u (user_id, last_active_on)
    select user_id, max((created_at at time zone 'UTC')::date) from added group by 1 order by 1
    on conflict (user_id) do update set last_active_on = excluded.last_active_on
    where u.last_active_on is null or u.last_active_on < excluded.last_active_on;

    insert into active_users (month, user_id)
    select distinct date_trunc('month', created_at at time zone 'UTC')::date, user_id from added order by 1, 2
    on conflict do nothing;
    return null;
end $$;
create trigger calls_are_rolled_up after insert on ability_invocation_logs
    referencing new table as added for each statement execute function roll_up_calls();

select provide_log_partition(month::date)
from generate_series(
    (select date_trunc('month', least(min(created_at), now()) at time zone 'UTC') from unpartitioned_logs),
    date_trunc('month', now() at time zone 'UTC') + interval '2 months', interval '1 month') month;

insert into ability_invocation_logs (
    id, task_id, ability_id, provider, action, executor_id, user_id, status, duration_ms, queue_ms, billing_unit, units,
    list_price, discount_price, cost_amount, currency, points, trace_id, request_summary, response_summary, outputs,
    output_bytes, error_code, error_message, created_at)
select id, task_id, ability_id, provider, action, executor_id, user_id, status, duration_ms, queue_ms, billing_unit, units,
       list_price, discount_price, cost_amount, currency, points, trace_id, request_summary,
       jsonb_build_object('outputs', jsonb_array_length(outputs), 'bytes', output_bytes), outputs, output_bytes,
       error_code, error_message, created_at
from unpartitioned_logs;
drop table unpartitioned_logs;
