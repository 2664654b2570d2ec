-- Nobody appends meanwhile, so that what is added up here misses nothing; who does so waits, and then finds the new function.
lock table ability_invocation_logs in share row exclusive mode;

-- Of the newest weeks, whole days (UTC) with the durations of the completed calls by their size, by ability and by executor:
-- what a month adds up to is read from them, not from all of its hours.
create table calls_by_size (
    day         date           not null,
    dimension   text           not null check (dimension in ('ability', 'executor')),
    name        text           not null,
    status      text           not null,
    currency    text           not null, -- empty where there was no price
    bucket      smallint       not null, -- 0 of calls that were not completed
    calls       bigint         not null,
    cost_amount numeric(18, 4) not null,
    points      bigint         not null,
    primary key (day, dimension, name, status, currency, bucket)
) with (fillfactor = 70);

insert into calls_by_size
select (hour at time zone 'UTC')::date, k.dimension, k.name, status, currency,
       case when status = 'completed' then bucket else 0 end, sum(calls), sum(cost_amount), sum(points)
from calls_by_hour
cross join lateral (values ('ability', ability_id), ('executor', executor_id)) k (dimension, name)
where k.name <> ''
group by 1, 2, 3, 4, 5, 6;

-- Days are compared one by one with what they add up to. Rows of the sums by user come day after day and stay.
create index calls_by_day_by_day on calls_by_day (day);
create index calls_by_user_by_day on calls_by_user using brin (day) with (autosummarize = on);
create index invocations_by_end on invocations (ended_at) where ended_at is not null;

create or replace function roll_up_calls() returns trigger language plpgsql as $$
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

    insert into calls_by_size as r
    select (created_at at time zone 'UTC')::date, k.dimension, k.name, status, coalesce(currency, ''),
           case when status = 'completed' then duration_bucket(duration_ms) else 0 end, count(*), sum(cost_amount), sum(points)
    from added
    cross join lateral (values ('ability', ability_id), ('executor', coalesce(executor_id, ''))) k (dimension, name)
    where k.name <> ''
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (day, dimension, name, status, currency, bucket) do update
    set calls = r.calls + excluded.calls, cost_amount = r.cost_amount + excluded.cost_amount,
        points = r.points + excluded.points;

    -- Who was refused is known, but has done nothing.
    insert into users as u (user_id, last_active_on)
    select user_id, max((created_at at time zone 'UTC')::date) filter (where status <> 'rejected')
    from added group by 1 order by 1
    on conflict (user_id) do update set last_active_on = excluded.last_active_on
    where u.last_active_on is null and excluded.last_active_on is not null or u.last_active_on < excluded.last_active_on;

    insert into active_users (month, user_id)
    select distinct date_trunc('month', created_at at time zone 'UTC')::date, user_id
    from added where status <> 'rejected' order by 1, 2
    on conflict do nothing;
    return null;
end $$;
