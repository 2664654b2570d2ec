-- The publisher's: what it changes, and tells of.
create table aggregates (
    id     text primary key,
    number bigint not null default 0
);

-- The publisher's orders, from the benchmark, and what went wrong with them.
create table orders (
    -- Transactions a second; none with 0, as many as it can with -1.
    pace        int    not null default 0,
    -- A transaction publishes up to so many events of one aggregate.
    events_each int    not null default 1,
    failures    bigint not null default 0
);
insert into orders default values;

-- The consumer's: nothing keeps an event from having its effect twice but the inbox.
create table effects (
    position     bigint generated always as identity primary key,
    aggregate_id text   not null,
    number       bigint not null
);
