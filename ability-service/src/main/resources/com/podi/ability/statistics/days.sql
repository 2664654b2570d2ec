-- Of which there are calls, or figures that say so.
select day
from (
    select generate_series(min(created_at at time zone 'UTC')::date, max(created_at at time zone 'UTC')::date, '1 day')::date as day
    from ability_invocation_logs
    union select day from calls_by_day
    union select day from calls_by_user
    union select (hour at time zone 'UTC')::date from calls_by_hour
    union select day from calls_by_size
    union select (ended_at at time zone 'UTC')::date from invocations where ended_at is not null) days
order by day
