-- Calls that were sent with an Idempotency-Key, kept for a day.
create table idempotency_keys (
    caller       text                     not null,
    key          text                     not null check (length(key) between 1 and 255),
    fingerprint  text                     not null,
    -- The same for every attempt at this call: what the work does once, it does once for this.
    operation_id text                     not null,
    attempt      integer                  not null,
    answer       text,
    -- An attempt that died without a word keeps the key no longer than this.
    leased_until timestamp with time zone not null,
    expires_at   timestamp with time zone not null,
    primary key (caller, key)
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);
