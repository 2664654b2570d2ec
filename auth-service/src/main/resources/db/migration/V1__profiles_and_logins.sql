-- Name and address are copies of the account in Keycloak, as of the last login.
create table profiles (
    user_id       text primary key,
    username      text not null,
    email         text not null,
    details       jsonb not null default '{}',
    created_at    timestamp with time zone not null,
    last_login_at timestamp with time zone
);

create table login_history (
    login_id     text primary key,
    user_id      text not null references profiles (user_id),
    address      text not null,
    logged_in_at timestamp with time zone not null
);
create index login_history_by_user on login_history (user_id, logged_in_at);
