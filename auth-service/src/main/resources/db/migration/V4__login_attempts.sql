-- Logins that failed, or are being tried, within the last minute; the name only as a hash.
create table login_attempts (
    attempt_id   text primary key,
    name_hash    text not null,
    attempted_at timestamp with time zone not null default clock_timestamp()
);
create index login_attempts_by_name on login_attempts (name_hash, attempted_at);
create index login_attempts_by_age on login_attempts (attempted_at);
