-- A task that has ended never changes, but the addresses of its pictures are sealed anew when the master key is replaced:
-- they are still needed by whoever repeats it.
drop trigger tasks_terminal_never_changes on tasks;
create trigger tasks_terminal_never_changes before update on tasks
    for each row when (old.status in ('completed', 'failed', 'canceled')
                       and (new.status <> old.status or new.images is not distinct from old.images))
    execute function keep_terminal_tasks();
