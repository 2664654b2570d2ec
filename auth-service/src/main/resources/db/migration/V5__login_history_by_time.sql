create index login_history_by_time on login_history (logged_in_at);
