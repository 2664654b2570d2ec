create table accounts (
    user_id          text primary key,
    available_points bigint not null default 0 check (available_points >= 0),
    frozen_points    bigint not null default 0 check (frozen_points >= 0),
    opened_at        timestamp with time zone not null default now()
);

create table holds (
    hold_id        text primary key,
    frozen_by      text not null,
    user_id        text not null references accounts (user_id),
    task_id        text not null,
    action         text not null,
    channel        text,
    points         bigint not null check (points > 0),
    charged_points bigint not null default 0 check (charged_points between 0 and points),
    status         text not null check (status in ('HELD', 'CONFIRMED', 'RELEASED', 'EXPIRED')),
    created_at     timestamp with time zone not null default now(),
    expires_at     timestamp with time zone not null,
    ended_at       timestamp with time zone,
    constraint holds_once_per_task unique (frozen_by, user_id, task_id, action),
    constraint holds_charge_only_when_confirmed check (charged_points = 0 or status = 'CONFIRMED'),
    constraint holds_ended_unless_held check ((status = 'HELD') = (ended_at is null))
);
create index holds_to_expire on holds (expires_at) where status = 'HELD';

create table ledger_entries (
    entry_id        text primary key,
    user_id         text not null references accounts (user_id),
    type            text not null check (type in ('GRANT', 'FREEZE', 'CHARGE', 'RELEASE', 'EXPIRE')),
    available_delta bigint not null,
    frozen_delta    bigint not null,
    balance_after   bigint not null check (balance_after >= 0),
    hold_id         text references holds (hold_id),
    task_id         text,
    action          text,
    reason          text,
    -- What may be granted once only, such as the welcome grant, says so here.
    once_key        text unique,
    created_at      timestamp with time zone not null default now(),
    constraint ledger_deltas_by_type check (case type
        when 'GRANT' then available_delta <> 0 and frozen_delta = 0
        when 'FREEZE' then available_delta < 0 and frozen_delta = -available_delta
        when 'CHARGE' then available_delta = 0 and frozen_delta < 0
        else available_delta > 0 and frozen_delta = -available_delta end),
    constraint ledger_once_per_hold unique (hold_id, type)
);
create index ledger_by_user on ledger_entries (user_id, entry_id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is appended to, never edited';
end $$;
create trigger ledger_is_append_only before update or delete on ledger_entries
    for each row execute function refuse_change();
