-- How to find the work again that was begun elsewhere, and the lane of the executor on which it was.
alter table tasks
    add column handle       text,
    add column handle_lane  text,
    -- What its owner is told of a failure beside what the error says: a sentence in each language.
    add column error_reason jsonb;

-- What an executor said; lines that are known by their message have none.
alter table task_journal
    add column level text,
    add column line  jsonb;
