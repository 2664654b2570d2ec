-- All at once, and in the order in which the version before this one touches them.
lock table holds, accounts, ledger_entries in access exclusive mode;

-- The version before this one numbers its entries and counts them itself.
drop trigger ledger_is_counted on ledger_entries;
drop function count_entry();

-- An account opens empty, and its figures change with its entries only; what was spent or released stays so.
create function refuse_silent_change() returns trigger language plpgsql as $$
begin
    raise exception 'account % changes with its entries only', new.user_id
        using errcode = 'check_violation', constraint = 'accounts_change_with_entries';
end $$;
create trigger accounts_open_empty before insert on accounts for each row
    when (new.available_points <> 0 or new.frozen_points <> 0 or new.granted_points <> 0 or new.spent_points <> 0
        or new.released_points <> 0 or new.entry_count <> 0)
    execute function refuse_silent_change();
create trigger accounts_change_with_entries before update on accounts for each row
    when (new.user_id <> old.user_id or new.entry_count < old.entry_count
        or new.spent_points < old.spent_points or new.released_points < old.released_points
        or new.entry_count = old.entry_count
            and (new.available_points <> old.available_points or new.frozen_points <> old.frozen_points
                or new.granted_points <> old.granted_points or new.spent_points <> old.spent_points
                or new.released_points <> old.released_points))
    execute function refuse_silent_change();

-- Looked at once for all entries of a statement, which comes after those that change their holds and accounts: each entry
-- has the next number and the balance after it, the last one is what the account has, and the points of each are those
-- of a hold of the same user.
create function refuse_loose_entries() returns trigger language plpgsql as $$
declare
    loose text;
begin
    select e.entry_id into loose
    from (select *, lag(entry_no) over by_user as no_before, lag(balance_after) over by_user as balance_before,
                 lead(entry_no) over by_user is null as is_last
          from added window by_user as (partition by user_id order by entry_no)) e
    left join accounts a on a.user_id = e.user_id
    left join ledger_entries p on e.no_before is null and p.user_id = e.user_id and p.entry_no = e.entry_no - 1
    left join holds h on h.hold_id = e.hold_id and h.user_id = e.user_id
    where a.user_id is null
       or e.entry_no <> coalesce(e.no_before, p.entry_no, 0) + 1
       or e.balance_after <> coalesce(e.balance_before, p.balance_after, 0) + e.available_delta
       or e.is_last and (e.entry_no <> a.entry_count or e.balance_after <> a.available_points)
       or e.type <> 'GRANT' and abs(e.frozen_delta) is distinct from case
              when e.type = 'FREEZE' then h.points
              when e.type = 'CHARGE' and h.status = 'CONFIRMED' then h.charged_points
              when e.type = 'RELEASE' and h.status in ('CONFIRMED', 'RELEASED') then h.points - h.charged_points
              when e.type = 'EXPIRE' and h.status = 'EXPIRED' then h.points
          end
    limit 1;
    if found then
        raise exception 'entry % does not follow the one before it, or is not what its account and its hold say', loose
            using errcode = 'check_violation', constraint = 'ledger_entries_are_whole';
    end if;
    return null;
end $$;
create trigger ledger_entries_are_whole after insert on ledger_entries
    referencing new table as added for each statement execute function refuse_loose_entries();
