-- Role and status are copies of the account in Keycloak, as of the last time it was looked at: lists are made of them.
alter table profiles
    add column role   text not null default 'user' check (role in ('user', 'admin')),
    add column status text not null default 'active' check (status in ('active', 'disabled'));

create index profiles_newest_first on profiles (created_at desc, user_id desc);
create extension if not exists pg_trgm;
create index profiles_by_part_of_name_or_email on profiles using gin (username gin_trgm_ops, email gin_trgm_ops);
