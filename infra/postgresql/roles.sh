#!/bin/bash
# A role and a database of the same name for everybody who needs one.
set -euo pipefail
for role in auth media wallet ability taskworker comfyui coze keycloak; do
  psql -v ON_ERROR_STOP=1 -U postgres -v role="$role" -v password="$PODI_DB_PASSWORD" <<'SQL'
create role :"role" login password :'password';
create database :"role" owner :"role";
revoke connect on database :"role" from public;
SQL
done
