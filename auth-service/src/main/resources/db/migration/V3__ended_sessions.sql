-- Sessions whose tokens are refused, although they have not expired.
create table ended_sessions (
    session_id text primary key,
    ended_at   timestamp with time zone not null default clock_timestamp()
);
create index ended_sessions_by_age on ended_sessions (ended_at);

-- What is to end, written down before the first step: one session, or all of a user.
create table endings (
    ending_id   text primary key,
    user_id     text,
    session_id  text,
    next_try_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    check (num_nonnulls(user_id, session_id) = 1)
);
create index endings_open on endings (next_try_at) where finished_at is null;
create index endings_by_user on endings (user_id);
