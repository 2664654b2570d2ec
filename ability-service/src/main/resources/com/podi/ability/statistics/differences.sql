-- A row for each of the first thousand figures that are kept otherwise than they add up to, and how many there are in
-- all. One statement sees one moment, whatever goes on beside it. Of what was dropped only the sums are left: they must
-- agree with each other.
with since as (
    select kept_from, greatest(kept_from, date_trunc('hour', now(), 'UTC') - interval '31 days') as hours_from
    from log_horizon
), logs as (
    select l.*, (l.created_at at time zone 'UTC')::date as day from ability_invocation_logs l, since
    where l.created_at >= since.kept_from
), differences as (
    select 'calls by day' as roll_up,
           format('ability=%s day=%s action=%s provider=%s executor=%s status=%s',
                  ability_id, day, action, provider, executor_id, status) as figure,
           counted.sums as expected, kept.sums as actual
    from (select ability_id, day, action, provider, coalesce(executor_id, '') as executor_id, status,
                 format('calls=%s durationMs=%s outputBytes=%s', count(*), sum(duration_ms), sum(output_bytes)) as sums
          from logs group by 1, 2, 3, 4, 5, 6) counted
    full join (select ability_id, day, action, provider, executor_id, status,
                      format('calls=%s durationMs=%s outputBytes=%s', calls, duration_ms, output_bytes) as sums
               from calls_by_day, since where day >= (kept_from at time zone 'UTC')::date) kept
        using (ability_id, day, action, provider, executor_id, status)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by user',
           format('user=%s day=%s ability=%s action=%s status=%s', user_id, day, ability_id, action, status),
           counted.sums, kept.sums
    from (select user_id, day, ability_id, action, status,
                 format('calls=%s durationMs=%s outputBytes=%s', count(*), sum(duration_ms), sum(output_bytes)) as sums
          from logs group by 1, 2, 3, 4, 5) counted
    full join (select user_id, day, ability_id, action, status,
                      format('calls=%s durationMs=%s outputBytes=%s', calls, duration_ms, output_bytes) as sums
               from calls_by_user, since where day >= (kept_from at time zone 'UTC')::date) kept
        using (user_id, day, ability_id, action, status)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by hour',
           format('hour=%s ability=%s executor=%s status=%s currency=%s bucket=%s',
                  hour at time zone 'UTC', ability_id, executor_id, status, currency, bucket),
           counted.sums, kept.sums
    from (select date_trunc('hour', created_at, 'UTC') as hour, ability_id, coalesce(executor_id, '') as executor_id, status,
                 coalesce(currency, '') as currency, duration_bucket(duration_ms) as bucket,
                 format('calls=%s durationMs=%s cost=%s points=%s',
                        count(*), sum(duration_ms), sum(cost_amount), sum(points)) as sums
          from logs, since where created_at >= hours_from group by 1, 2, 3, 4, 5, 6) counted
    full join (select hour, ability_id, executor_id, status, currency, bucket,
                      format('calls=%s durationMs=%s cost=%s points=%s', calls, duration_ms, cost_amount, points) as sums
               from calls_by_hour, since where hour >= hours_from) kept
        using (hour, ability_id, executor_id, status, currency, bucket)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by day and by user', format('ability=%s day=%s action=%s status=%s', ability_id, day, action, status),
           by_user.sums, by_day.sums
    from (select ability_id, day, action, status,
                 format('calls=%s durationMs=%s outputBytes=%s', sum(calls), sum(duration_ms), sum(output_bytes)) as sums
          from calls_by_user group by 1, 2, 3, 4) by_user
    full join (select ability_id, day, action, status,
                      format('calls=%s durationMs=%s outputBytes=%s', sum(calls), sum(duration_ms), sum(output_bytes)) as sums
               from calls_by_day group by 1, 2, 3, 4) by_day
        using (ability_id, day, action, status)
    where by_user.sums is distinct from by_day.sums
    union all
    select 'ended calls', 'log=' || k.log_id, case when l.id is not null then 'logged' end,
           case when i.log_id is not null then 'ended' end
    from logs l
    full join (select log_id from invocations, since where ended_at >= kept_from) i on i.log_id = l.id
    cross join lateral (select coalesce(l.id, i.log_id) as log_id) k
    where l.id is null or i.log_id is null
    union all
    select 'users', 'user=' || user_id, 'known', null
    from (select distinct user_id from calls_by_user) c
    where not exists (select 1 from users u where u.user_id = c.user_id)
    union all
    select 'storage by user', 'user=' || user_id, counted.sums, kept.sums
    from (select user_id, 'bytes=' || sum(size_bytes) filter (where not deleted) as sums
          from stored_objects group by user_id) counted
    full join (select user_id, 'bytes=' || size_bytes as sums from storage_by_user) kept using (user_id)
    where coalesce(counted.sums, 'bytes=0') <> coalesce(kept.sums, 'bytes=0')
)
select roll_up, figure, expected, actual, count(*) over () as all_of_them
from differences order by roll_up, figure limit 1000
