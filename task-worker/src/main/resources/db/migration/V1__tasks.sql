create table tasks (
    task_id         text primary key check (task_id ~ '^[A-Za-z0-9_-]{4,64}$'),
    user_id         text not null,
    ability_id      text not null,
    action          text not null,
    plan            jsonb not null,
    images          jsonb not null,
    metadata        jsonb not null,
    points          bigint not null check (points >= 0),
    hold_id         text,
    log_id          text not null,
    trace_id        text,
    status          text not null check (status in ('pending', 'queued', 'running', 'completed', 'failed', 'canceled')),
    status_sequence int not null default 0,
    progress        int not null default 0 check (progress between 0 and 100),
    attempt         int not null default 0 check (attempt >= 0),
    worker          text,
    lease_until     timestamp with time zone,
    due_at          timestamp with time zone not null default now(),
    result          jsonb,
    error           text,
    created_at      timestamp with time zone not null default now(),
    queued_at       timestamp with time zone,
    started_at      timestamp with time zone,
    finished_at     timestamp with time zone,
    constraint tasks_leased_while_running check ((status = 'running') = (lease_until is not null and worker is not null)),
    constraint tasks_finished_once check ((status in ('completed', 'failed', 'canceled')) = (finished_at is not null)),
    constraint tasks_result_when_completed check ((status = 'completed') = (result is not null)),
    constraint tasks_error_when_failed check ((status = 'failed') = (error is not null))
);
create index tasks_in_intake on tasks (created_at) where status = 'pending';
create index tasks_waiting on tasks (due_at, task_id) where status = 'queued';
create index tasks_leased on tasks (lease_until) where status = 'running';
create index tasks_by_user on tasks (user_id, created_at desc, task_id desc);

create function keep_terminal_tasks() returns trigger language plpgsql as $$
begin
    raise exception 'task % has ended and never changes', old.task_id;
end $$;
create trigger tasks_terminal_never_changes before update on tasks
    for each row when (old.status in ('completed', 'failed', 'canceled'))
    execute function keep_terminal_tasks();

create table task_journal (
    entry_id   bigint generated always as identity primary key,
    task_id    text not null references tasks (task_id),
    message    text not null,
    created_at timestamp with time zone not null default now()
);
create index task_journal_by_task on task_journal (task_id, entry_id);

create table settlements (
    task_id    text primary key references tasks (task_id),
    hold_id    text not null,
    decision   text not null check (decision in ('CONFIRM', 'RELEASE')),
    points     bigint not null check (points >= 0),
    state      text not null check (state in ('OPEN', 'DONE', 'REFUSED')),
    attempts   int not null default 0,
    due_at     timestamp with time zone not null default now(),
    created_at timestamp with time zone not null default now(),
    settled_at timestamp with time zone
);
create index settlements_open on settlements (due_at) where state = 'OPEN';
