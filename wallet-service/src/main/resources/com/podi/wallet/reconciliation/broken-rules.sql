-- A row for every rule that one of the first thousand accounts that are off breaks, and how many there are of both in
-- all. One statement sees one moment, whatever goes on beside it.
with running as (
    select *, sum(available_delta) over (partition by user_id order by entry_no) as running_sum
    from ledger_entries
), ledger as (
    select user_id, count(*) as entries, max(entry_no) as last_no,
           sum(available_delta) as available, sum(frozen_delta) as frozen,
           coalesce(sum(available_delta) filter (where type = 'GRANT'), 0) as granted,
           coalesce(-sum(frozen_delta) filter (where type = 'CHARGE'), 0) as spent,
           coalesce(sum(available_delta) filter (where type in ('RELEASE', 'EXPIRE')), 0) as released,
           count(*) filter (where balance_after <> running_sum) as wrong_balances
    from running group by user_id
), by_hold as (
    select hold_id, min(user_id) as user_id, count(distinct user_id) as users, sum(frozen_delta) as left_frozen,
           coalesce(sum(frozen_delta) filter (where type = 'FREEZE'), 0) as froze,
           coalesce(-sum(frozen_delta) filter (where type = 'CHARGE'), 0) as charged
    from ledger_entries where hold_id is not null group by hold_id
), holds_by_user as (
    select h.user_id,
           coalesce(sum(h.points) filter (where h.status = 'HELD'), 0) as held,
           count(*) filter (where b.hold_id is null or b.users <> 1 or b.user_id <> h.user_id
               or b.froze <> h.points or b.charged <> h.charged_points
               or b.left_frozen <> case h.status when 'HELD' then h.points else 0 end) as wrong_holds
    from holds h left join by_hold b using (hold_id) group by h.user_id
), by_action as (
    select user_id, sum(abs(kept - written)) as off
    from (select user_id, action, coalesce(s.points, 0) as kept, coalesce(l.points, 0) as written
          from spent_by_action s
          full join (select user_id, action, -sum(frozen_delta) as points
                     from ledger_entries where type = 'CHARGE' group by user_id, action) l using (user_id, action)) a
    group by user_id
), by_day as (
    select user_id, sum(abs(kept_spent - spent) + abs(kept_granted - granted)) as off
    from (select user_id, day, coalesce(d.spent, 0) as kept_spent, coalesce(d.granted, 0) as kept_granted,
                 coalesce(l.spent, 0) as spent, coalesce(l.granted, 0) as granted
          from points_by_day d
          full join (select user_id, (created_at at time zone 'UTC')::date as day,
                            -sum(frozen_delta) as spent, sum(available_delta) as granted
                     from ledger_entries where type in ('CHARGE', 'GRANT') group by 1, 2) l using (user_id, day)) b
    group by user_id
), broken as (
select a.user_id, r.rule, r.expected, r.actual, dense_rank() over (order by a.user_id) as account_no
from accounts a
left join ledger l using (user_id)
left join holds_by_user h using (user_id)
left join by_action ba using (user_id)
left join by_day bd using (user_id)
cross join lateral (values
    ('available points are the sum of the ledger', coalesce(l.available, 0), a.available_points),
    ('frozen points are the sum of the ledger', coalesce(l.frozen, 0), a.frozen_points),
    ('frozen points are the open holds', coalesce(h.held, 0), a.frozen_points),
    ('available and open holds are grants less charges', coalesce(l.granted - l.spent, 0),
        a.available_points + coalesce(h.held, 0)),
    ('granted points are the sum of the ledger', coalesce(l.granted, 0), a.granted_points),
    ('spent points are the sum of the ledger', coalesce(l.spent, 0), a.spent_points),
    ('released points are the sum of the ledger', coalesce(l.released, 0), a.released_points),
    ('entries are counted', coalesce(l.entries, 0), a.entry_count),
    ('entries are numbered without gaps', coalesce(l.entries, 0), coalesce(l.last_no, 0)),
    ('every entry names the balance after it', 0, coalesce(l.wrong_balances, 0)),
    ('every hold is what its entries say', 0, coalesce(h.wrong_holds, 0)),
    ('spent by action is the sum of the ledger', 0, coalesce(ba.off, 0)),
    ('points by day are the sum of the ledger', 0, coalesce(bd.off, 0))
) as r (rule, expected, actual)
where r.expected <> r.actual
)
select b.*, t.accounts_off, t.rules_broken
from broken b cross join (select max(account_no) as accounts_off, count(*) as rules_broken from broken) t
where account_no <= 1000
order by user_id, rule
