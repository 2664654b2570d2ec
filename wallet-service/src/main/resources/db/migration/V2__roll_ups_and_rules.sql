-- All at once, and in the order in which the version before this one touches them: a transaction of it that had one of
-- these tables and waited for another, which this one had, would be waited for in vain.
lock table holds, accounts, ledger_entries in access exclusive mode;

-- What became of a user's points, kept by the transaction that moves them: reading it must cost the same for ten rows
-- of the ledger and for ten million.
alter table accounts
    add column granted_points  bigint not null default 0,
    add column spent_points    bigint not null default 0 check (spent_points >= 0),
    add column released_points bigint not null default 0 check (released_points >= 0),
    add column entry_count     bigint not null default 0 check (entry_count >= 0);

create table spent_by_action (
    user_id text   not null references accounts (user_id),
    action  text   not null,
    points  bigint not null check (points > 0),
    primary key (user_id, action)
);
create table points_by_day (
    user_id text   not null references accounts (user_id),
    day     date   not null, -- in UTC
    spent   bigint not null check (spent >= 0),
    granted bigint not null, -- deductions count against it
    primary key (user_id, day)
);
-- Rows that change often find room beside themselves.
alter table accounts set (fillfactor = 70);
alter table spent_by_action set (fillfactor = 70);
alter table points_by_day set (fillfactor = 70);

-- The entries of an account are numbered 1, 2, 3 …: the last number is their count, and any page is found by its numbers.
alter table ledger_entries add column entry_no bigint;
alter table ledger_entries disable trigger ledger_is_append_only;
update ledger_entries l set entry_no = n.entry_no
from (select entry_id, row_number() over (partition by user_id order by entry_id) as entry_no from ledger_entries) n
where n.entry_id = l.entry_id;
alter table ledger_entries enable trigger ledger_is_append_only;

update accounts a
set granted_points = l.granted, spent_points = l.spent, released_points = l.released, entry_count = l.entries
from (select user_id, count(*) as entries,
             coalesce(sum(available_delta) filter (where type = 'GRANT'), 0) as granted,
             coalesce(-sum(frozen_delta) filter (where type = 'CHARGE'), 0) as spent,
             coalesce(sum(available_delta) filter (where type in ('RELEASE', 'EXPIRE')), 0) as released
      from ledger_entries group by user_id) l
where l.user_id = a.user_id;
insert into spent_by_action
select user_id, action, -sum(frozen_delta) from ledger_entries where type = 'CHARGE' group by user_id, action;
insert into points_by_day
select user_id, (created_at at time zone 'UTC')::date,
       coalesce(-sum(frozen_delta) filter (where type = 'CHARGE'), 0),
       coalesce(sum(available_delta) filter (where type = 'GRANT'), 0)
from ledger_entries where type in ('CHARGE', 'GRANT') group by 1, 2;

drop index ledger_by_user;
alter table ledger_entries
    alter column entry_no set not null,
    add constraint ledger_numbered_by_user unique (user_id, entry_no),
    add constraint ledger_entry_no_counts_from_one check (entry_no > 0),
    add constraint ledger_hold_unless_grant check ((type = 'GRANT') = (hold_id is null)),
    add constraint ledger_once_key_of_grants check (once_key is null or type = 'GRANT'),
    drop constraint ledger_once_per_hold,
    drop constraint ledger_entries_once_key_key;
-- Of the few entries that have a key, and of no others: every index makes every entry dearer.
create unique index ledger_once_key on ledger_entries (once_key) where once_key is not null;
-- Points come back once, whether they were released or the hold expired.
create unique index ledger_once_per_hold
    on ledger_entries (hold_id, (case when type in ('RELEASE', 'EXPIRE') then 'RETURN' else type end))
    where hold_id is not null;

-- Pages of a type or of some days, and how many entries there are of them, whatever else the user's ledger holds.
create index ledger_by_type on ledger_entries (user_id, type, created_at, entry_no);

-- What a user has is what was granted and not spent. Looked at when the transaction ends.
create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if exists (select 1 from accounts where user_id = new.user_id
               and available_points + frozen_points <> granted_points - spent_points) then
        raise exception 'account % is not what was granted and not spent', new.user_id
            using errcode = 'check_violation', constraint = 'accounts_are_balanced';
    end if;
    return null;
end $$;
create constraint trigger accounts_are_balanced after insert or update on accounts
    deferrable initially deferred for each row
    when (new.available_points + new.frozen_points <> new.granted_points - new.spent_points)
    execute function refuse_unbalanced();

create function refuse_second_decision() returns trigger language plpgsql as $$
begin
    raise exception 'a hold is decided once, and what it is for never changes'
        using errcode = 'check_violation', constraint = 'holds_are_decided_once';
end $$;
create trigger holds_are_decided_once before update on holds for each row
    when (old.status <> 'HELD'
        or (old.hold_id, old.frozen_by, old.user_id, old.task_id, old.action, old.points)
            is distinct from (new.hold_id, new.frozen_by, new.user_id, new.task_id, new.action, new.points))
    execute function refuse_second_decision();
create trigger holds_stay before delete on holds for each row execute function refuse_second_decision();
create trigger holds_are_never_emptied before truncate on holds execute function refuse_second_decision();
create trigger ledger_is_never_emptied before truncate on ledger_entries execute function refuse_change();

-- The version before this one, which may still run, does not number its entries: they are counted for it.
create function count_entry() returns trigger language plpgsql as $$
begin
    update accounts
    set entry_count = entry_count + 1,
        granted_points = granted_points + case when new.type = 'GRANT' then new.available_delta else 0 end,
        spent_points = spent_points - case when new.type = 'CHARGE' then new.frozen_delta else 0 end,
        released_points = released_points
            + case when new.type in ('RELEASE', 'EXPIRE') then new.available_delta else 0 end
    where user_id = new.user_id
    returning entry_count into new.entry_no;
    if new.type in ('GRANT', 'CHARGE') then
        insert into points_by_day as d (user_id, day, spent, granted)
        values (new.user_id, (new.created_at at time zone 'UTC')::date, -new.frozen_delta, new.available_delta)
        on conflict (user_id, day)
            do update set spent = d.spent + excluded.spent, granted = d.granted + excluded.granted;
    end if;
    if new.type = 'CHARGE' then
        insert into spent_by_action as s (user_id, action, points) values (new.user_id, new.action, -new.frozen_delta)
        on conflict (user_id, action) do update set points = s.points + excluded.points;
    end if;
    return new;
end $$;
create trigger ledger_is_counted before insert on ledger_entries for each row
    when (new.entry_no is null) execute function count_entry();
