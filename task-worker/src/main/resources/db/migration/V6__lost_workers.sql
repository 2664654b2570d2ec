-- How many workers were lost with the task: that is seldom its fault, so that it costs no attempt, but not for ever.
alter table tasks add column losses int not null default 0 check (losses >= 0);
