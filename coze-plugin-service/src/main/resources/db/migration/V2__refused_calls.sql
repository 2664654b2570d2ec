-- The next call of this kind begins the minute anew, with the same key.
alter table recent_calls add column refused boolean not null default false;
