-- With all that may be asked for besides, so that those who look for a few of many rows need not fetch the others to find out.
-- Calls are written again once they are there; they can be read all the time but the last moment.
create index logs_filtered_by_ability on ability_invocation_logs (ability_id, created_at, id)
    include (provider, executor_id, user_id, status);
create index logs_filtered_by_provider on ability_invocation_logs (provider, created_at, id)
    include (ability_id, executor_id, user_id, status);
create index logs_filtered_by_executor on ability_invocation_logs (executor_id, created_at, id)
    include (ability_id, provider, user_id, status) where executor_id is not null;
create index logs_filtered_by_user on ability_invocation_logs (user_id, created_at, id)
    include (ability_id, provider, executor_id, status);
drop index logs_by_ability;
drop index logs_by_provider;
drop index logs_by_executor;
drop index logs_by_user;
