-- What the wallet does for a freeze and a confirm, as one statement each: the same tables, rules and roll-ups.
\set n :n + 1
\set account random(1, :accounts)
with account as (
    update accounts set available_points = available_points - 1, frozen_points = frozen_points + 1,
                        entry_count = entry_count + 1
    where user_id = 'user' || :account and available_points >= 1
    returning user_id, available_points, entry_count
), hold as (
    insert into holds (hold_id, frozen_by, user_id, task_id, action, channel, points, status, expires_at)
    select 'hold_' || :run || '_' || :client_id || '_' || :n, 'svc-pgbench', user_id,
           'task_' || :run || '_' || :client_id || '_' || :n, 'upscale', 'bench', 1, 'HELD', now() + interval '24 hours'
    from account
    on conflict on constraint holds_once_per_task do nothing
    returning hold_id, task_id, action, expires_at
), entry as (
    insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after,
                                hold_id, task_id, action)
    select 'txn_' || :run || '_' || :client_id || '_' || :n || '_f', user_id, entry_count, 'FREEZE', -1, 1,
           available_points, hold_id, task_id, action
    from account, hold
)
select hold_id, available_points, expires_at from account, hold;
with hold as (
    update holds set status = 'CONFIRMED', charged_points = points, ended_at = now()
    where hold_id = 'hold_' || :run || '_' || :client_id || '_' || :n and status = 'HELD'
    returning hold_id, user_id, task_id, action, points
), account as (
    update accounts a set frozen_points = frozen_points - h.points, spent_points = spent_points + h.points,
                          entry_count = entry_count + 1
    from hold h where a.user_id = h.user_id
    returning a.user_id, a.available_points, a.entry_count
), entry as (
    insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after,
                                hold_id, task_id, action)
    select 'txn_' || :run || '_' || :client_id || '_' || :n || '_c', user_id, entry_count, 'CHARGE', 0, -points,
           available_points, hold_id, task_id, action
    from account join hold using (user_id)
), by_action as (
    insert into spent_by_action as s (user_id, action, points) select user_id, action, points from hold
    on conflict (user_id, action) do update set points = s.points + excluded.points
), by_day as (
    insert into points_by_day as d (user_id, day, spent, granted)
    select user_id, (now() at time zone 'UTC')::date, points, 0 from hold
    on conflict (user_id, day) do update set spent = d.spent + excluded.spent
)
select available_points from account;
