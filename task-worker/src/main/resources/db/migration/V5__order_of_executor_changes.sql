-- When the change took place that was last heard of; what was told late changes nothing any more.
alter table lanes add column executor_changed_at timestamp with time zone;
