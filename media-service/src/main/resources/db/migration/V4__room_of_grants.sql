-- Whatever was ever granted under a key may lie there until it is swept: the greatest of it keeps its room. Versions before
-- leave it at 0, and then it is what they granted.
alter table upload_grants add column reserved_bytes bigint not null default 0 check (reserved_bytes >= 0);

-- Since when there has been no sweep: a key is not given again for ever.
alter table upload_grants add column first_granted_at timestamp with time zone not null default clock_timestamp();

-- What is used up keeps its room as well.
drop index upload_grants_by_user;
create index upload_grants_by_user on upload_grants (user_id);
