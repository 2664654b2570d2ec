-- The workflow that was given to the lane's executor last: what it needs is in its memory.
alter table lanes add column last_workflow text;
