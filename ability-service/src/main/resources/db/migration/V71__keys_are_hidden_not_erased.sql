-- Of a key that was deleted everything stays but its secret. It is inactive, so that nobody hands it out.
alter table api_keys
    add column hidden_at timestamp with time zone,
    alter column sealed drop not null,
    drop constraint api_keys_provider_name_key,
    add constraint api_keys_keep_no_secret_when_hidden
        check (hidden_at is null and sealed is not null or hidden_at is not null and sealed is null and status = 'inactive');
create unique index api_keys_by_name on api_keys (provider, name) where hidden_at is null;

-- Those that were erased before stand in the trail, and their ids are taken there.
insert into api_keys (key_id, provider, name, hint, status, revision, hidden_at, created_at, updated_at)
select distinct on (record_id) record_id, document ->> 'provider', document ->> 'name', right(document ->> 'key', -4),
       'inactive', revision, changed_at, changed_at, changed_at
from changes
where kind = 'api_key' and action = 'deleted'
order by record_id, revision desc
on conflict do nothing;
