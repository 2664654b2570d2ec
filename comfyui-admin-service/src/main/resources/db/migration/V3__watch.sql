-- Whether anybody was there to hear the agents: who was away itself misses nobody.
create table agent_watch (
    one          boolean primary key default true check (one),
    last_look_at timestamp with time zone not null,
    since        timestamp with time zone not null
);
