-- A row for each of the first thousand figures of a day that are kept otherwise than they add up to, and how many there
-- are in all. One statement sees one moment, whatever goes on beside it, and one day takes no more memory than the next
-- one. Of what was dropped only the sums are left: they must agree with each other.
with horizon as (
    select kept_from, date_trunc('hour', now(), 'UTC') - interval '31 days' as hours_from,
           (now() at time zone 'UTC')::date - 31 as sizes_after
    from log_horizon where :begin >= kept_from
), logs as materialized (
    select id, ability_id, action, provider, coalesce(executor_id, '') as executor_id, user_id, status, duration_ms,
           output_bytes, cost_amount, coalesce(currency, '') as currency, points, created_at
    from ability_invocation_logs
    where created_at >= :begin and created_at < :end and created_at >= (select kept_from from log_horizon)
), differences as (
    select 'calls by day' as roll_up,
           format('ability=%s day=%s action=%s provider=%s executor=%s status=%s',
                  ability_id, cast(:day as date), action, provider, executor_id, status) as figure,
           counted.sums as expected, kept.sums as actual
    from (select ability_id, action, provider, executor_id, status,
                 format('calls=%s durationMs=%s outputBytes=%s', count(*), sum(duration_ms), sum(output_bytes)) as sums
          from logs group by 1, 2, 3, 4, 5) counted
    full join (select ability_id, action, provider, executor_id, status,
                      format('calls=%s durationMs=%s outputBytes=%s', calls, duration_ms, output_bytes) as sums
               from calls_by_day, horizon where day = :day) kept
        using (ability_id, action, provider, executor_id, status)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by user',
           format('user=%s day=%s ability=%s action=%s status=%s', user_id, cast(:day as date), ability_id, action, status),
           counted.sums, kept.sums
    from (select user_id, ability_id, action, status,
                 format('calls=%s durationMs=%s outputBytes=%s', count(*), sum(duration_ms), sum(output_bytes)) as sums
          from logs group by 1, 2, 3, 4) counted
    full join (select user_id, ability_id, action, status,
                      format('calls=%s durationMs=%s outputBytes=%s', calls, duration_ms, output_bytes) as sums
               from calls_by_user, horizon where day = :day) kept
        using (user_id, ability_id, action, status)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by hour',
           format('hour=%s ability=%s executor=%s status=%s currency=%s bucket=%s',
                  hour at time zone 'UTC', ability_id, executor_id, status, currency, bucket),
           counted.sums, kept.sums
    from (select date_trunc('hour', created_at, 'UTC') as hour, ability_id, executor_id, status, currency,
                 duration_bucket(duration_ms) as bucket,
                 format('calls=%s durationMs=%s cost=%s points=%s',
                        count(*), sum(duration_ms), sum(cost_amount), sum(points)) as sums
          from logs, horizon where created_at >= hours_from group by 1, 2, 3, 4, 5, 6) counted
    full join (select hour, ability_id, executor_id, status, currency, bucket,
                      format('calls=%s durationMs=%s cost=%s points=%s', calls, duration_ms, cost_amount, points) as sums
               from calls_by_hour, horizon where hour >= :begin and hour < :end and hour >= hours_from) kept
        using (hour, ability_id, executor_id, status, currency, bucket)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by size',
           format('day=%s %s=%s status=%s currency=%s bucket=%s', cast(:day as date), dimension, name, status, currency, bucket),
           counted.sums, kept.sums
    from (select k.dimension, k.name, status, currency,
                 (case when status = 'completed' then duration_bucket(duration_ms) else 0 end)::smallint as bucket,
                 format('calls=%s cost=%s points=%s', count(*), sum(cost_amount), sum(points)) as sums
          from logs
          cross join horizon
          cross join lateral (values ('ability', ability_id), ('executor', executor_id)) k (dimension, name)
          where cast(:day as date) > sizes_after and k.name <> '' group by 1, 2, 3, 4, 5) counted
    full join (select dimension, name, status, currency, bucket,
                      format('calls=%s cost=%s points=%s', calls, cost_amount, points) as sums
               from calls_by_size, horizon where day = :day and day > sizes_after) kept
        using (dimension, name, status, currency, bucket)
    where counted.sums is distinct from kept.sums
    union all
    select 'calls by day and by user',
           format('ability=%s day=%s action=%s status=%s', ability_id, cast(:day as date), action, status),
           by_user.sums, by_day.sums
    from (select ability_id, action, status,
                 format('calls=%s durationMs=%s outputBytes=%s', sum(calls), sum(duration_ms), sum(output_bytes)) as sums
          from calls_by_user where day = :day group by 1, 2, 3) by_user
    full join (select ability_id, action, status,
                      format('calls=%s durationMs=%s outputBytes=%s', sum(calls), sum(duration_ms), sum(output_bytes)) as sums
               from calls_by_day where day = :day group by 1, 2, 3) by_day
        using (ability_id, action, status)
    where by_user.sums is distinct from by_day.sums
    union all
    select 'ended calls', 'log=' || coalesce(l.id, i.log_id), case when l.id is not null then 'logged' end,
           case when i.log_id is not null then 'ended' end
    from logs l
    full join (select log_id from invocations, horizon where ended_at >= :begin and ended_at < :end) i on i.log_id = l.id
    where l.id is null or i.log_id is null
)
select roll_up, figure, expected, actual, count(*) over () as all_of_them
from differences order by roll_up, figure limit 1000
