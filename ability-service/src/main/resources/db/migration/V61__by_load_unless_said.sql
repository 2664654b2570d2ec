-- Who names several executors and no order of theirs wants all of them to work.
alter table abilities alter column routing_policy set default 'least_queue';
update abilities set routing_policy = 'least_queue' where routing_policy = 'fixed' and version = 1;
