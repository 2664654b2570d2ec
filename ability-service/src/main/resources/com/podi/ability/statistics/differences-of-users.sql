-- As those of a day, of what has none.
with differences as (
    select 'users' as roll_up, 'user=' || user_id as figure, 'known' as expected, null as actual
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
