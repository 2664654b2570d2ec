-- A grant is used up by what becomes of it; while it is open it keeps room for its bytes.
alter table upload_grants add column state text not null default 'GRANTED'
    check (state in ('GRANTED', 'STORED', 'REFUSED', 'DELETED', 'EXPIRED'));
update upload_grants set state = 'STORED' where object_key in (select object_key from media_objects);

-- Without one: what was uploaded goes in, what is a result came out.
alter table upload_grants add column purpose text check (purpose in ('INPUT', 'OUTPUT'));

create index upload_grants_by_user on upload_grants (user_id) where state = 'GRANTED';

-- Whether anything of a task is left, so that its owner can be forgotten.
create index upload_grants_by_task on upload_grants (task_id);
create index media_objects_by_task on media_objects (task_id);
create index upload_tasks_by_age on upload_tasks (claimed_at);

-- By this id the bucket knows the database that explains what lies there. One that knows of pictures already has a bucket
-- that does not know it yet.
create table installation (
    id            text not null,
    knew_pictures boolean not null,
    only_one      boolean primary key default true check (only_one)
);
insert into installation (id, knew_pictures) select gen_random_uuid()::text, exists (select from media_objects);
