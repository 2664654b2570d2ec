-- The input that says how many units a call orders, or "images": as many as pictures are sent; null if it is always one.
alter table abilities add column units_from text;

-- A secret that was replaced is another one: what is said of the former does not hold for it.
alter table api_keys add column secret_version int not null default 1 check (secret_version > 0);

alter table executors
    -- How often in a row it was taken out of service for what came of its work.
    add column health_trips   int not null default 0 check (health_trips >= 0),
    -- When it came back: what it did before is not held against it.
    add column outcomes_since timestamp with time zone;

-- What came of real work, by slots of some seconds.
create table executor_outcomes (
    executor_id text                     not null references executors (id),
    slot        timestamp with time zone not null,
    completed   int                      not null check (completed >= 0),
    failed      int                      not null check (failed >= 0),
    -- Of those that were completed.
    duration_ms bigint                   not null check (duration_ms >= 0),
    primary key (executor_id, slot)
);
create index executor_outcomes_by_age on executor_outcomes (slot);
