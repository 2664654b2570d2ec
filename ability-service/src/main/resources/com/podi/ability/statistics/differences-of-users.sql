-- As those of a day, of what has none. When users were active is told by logins as well, of which nothing else is kept: they
-- may have been here later, and in more months, than their calls say.
with called as materialized (
    select user_id, date_trunc('month', day)::date as month, max(day) filter (where status <> 'rejected') as day
    from calls_by_user group by 1, 2
), differences as (
    select 'users' as roll_up, 'user=' || c.user_id as figure,
           coalesce('active on ' || c.day || ' or later', 'known') as expected,
           case when u.user_id is not null then coalesce('active on ' || u.last_active_on, 'known') end as actual
    from (select user_id, max(day) as day from called group by user_id) c
    left join users u using (user_id)
    where u.user_id is null or coalesce(u.last_active_on, '-infinity') < c.day
    union all
    select 'active users', format('user=%s month=%s', user_id, month), 'active', null
    from called c
    where day is not null
      and not exists (select 1 from active_users a where a.user_id = c.user_id and a.month = c.month)
    union all
    select 'active users', 'user=' || user_id, 'active in ' || date_trunc('month', u.last_active_on)::date,
           'active in ' || a.month
    from users u
    full join (select user_id, max(month) as month from active_users group by user_id) a using (user_id)
    where date_trunc('month', u.last_active_on)::date is distinct from a.month
    union all
    select 'storage by user', 'user=' || user_id, counted.sums, kept.sums
    from (select user_id, 'bytes=' || sum(size_bytes) filter (where not deleted) as sums
          from stored_objects group by user_id) counted
    full join (select user_id, 'bytes=' || size_bytes as sums from storage_by_user) kept using (user_id)
    where coalesce(counted.sums, 'bytes=0') <> coalesce(kept.sums, 'bytes=0')
)
select roll_up, figure, expected, actual, count(*) over () as all_of_them
from differences order by roll_up, figure limit 1000
