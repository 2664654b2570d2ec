-- Where tasks wait: one lane for each executor, and one for the tools that every worker has built in.
create table lanes (
    lane            text primary key,
    -- Of all replicas together; null where nothing but the workers limits it.
    max_concurrency int check (max_concurrency > 0),
    -- False while the executor is gone: its tasks move on or wait.
    open            boolean not null default true
);
insert into lanes (lane) values ('podi:tools');

-- When a user's turn was last, in a lane: the next turn is that of whoever has waited longest for one.
create table lane_turns (
    lane      text                     not null,
    user_id   text                     not null,
    served_at timestamp with time zone not null,
    primary key (lane, user_id)
);
create index lane_turns_by_age on lane_turns (served_at);

-- The order of a task (plan, pictures, metadata) never changes: kept apart, it is not copied with every change of the status.
alter table tasks set (toast_tuple_target = 256, fillfactor = 80);

alter table tasks
    add column lane               text     not null default 'podi:tools',
    add column priority           smallint not null default 0 check (priority between -100 and 100),
    -- How many tasks of the ability may run at once, over all lanes; null where nothing limits it.
    add column ability_limit      int check (ability_limit > 0),
    add column batch_id           text,
    add column batch_place        int,
    add column retry_of           text,
    -- The call that submitted it, so that a repeat of the call finds it again.
    add column operation_id       text,
    -- Attempts that do not count: their worker was told to stop.
    add column forgiven           int      not null default 0 check (forgiven between 0 and attempt),
    add column cancel_requested   boolean  not null default false,
    add column deadline_at        timestamp with time zone not null default now() + interval '23 hours',
    -- Whether its owner set the deadline; then it is canceled, otherwise it fails.
    add column cancel_at_deadline boolean  not null default false,
    -- Until when a task may wait for its pictures to be uploaded.
    add column uploads_until      timestamp with time zone;

-- The users who wait in it, and each one's tasks in order.
drop index tasks_waiting;
create index tasks_waiting on tasks (lane, user_id, priority desc, due_at, task_id) where status = 'queued';
create index tasks_waiting_limited on tasks (lane, ability_id) where status = 'queued' and ability_limit is not null;
create index tasks_running on tasks (lane) where status = 'running';
create index tasks_running_limited on tasks (ability_id) where status = 'running' and ability_limit is not null;
create index tasks_by_deadline on tasks (deadline_at) where status in ('pending', 'queued', 'running');
create index tasks_active_by_user on tasks (user_id, created_at desc) where status in ('pending', 'queued', 'running');
create index tasks_ended_by_user on tasks (user_id, finished_at) where status in ('completed', 'failed', 'canceled');
create index tasks_by_batch on tasks (batch_id, batch_place) where batch_id is not null;

-- Pictures that a pending task waits for.
create table awaited_uploads (
    task_id    text not null references tasks (task_id) on delete cascade,
    object_key text not null,
    primary key (task_id, object_key)
);
create index awaited_uploads_by_key on awaited_uploads (object_key);

create index settlements_refused on settlements (created_at) where state = 'REFUSED';
