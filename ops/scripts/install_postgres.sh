#!/usr/bin/env bash
# Makes the database with its two roles, and writes their URLs into the files of settings: install_postgres.sh [options]
#
#   --admin-url URL  postgresql://user:password@host:port/postgres of a superuser; default: the user postgres of this machine.
#                    TRAINYARD_ADMIN_URL takes it too, and keeps its password out of the list of processes
#   --host HOST      where the service finds PostgreSQL; default: that of --admin-url, or 127.0.0.1
#   --port PORT      default: that of --admin-url, or 5432
#   --database NAME  default: trainyard
#   --prefix NAME    the roles are NAME_migrate and NAME_run; default: trainyard
#   --root DIR       the installation is below this directory
#   --dry-run        says what it would do
#   --help
#
# NAME_migrate owns the database and its schema, and is used for migrations and backups alone. NAME_run is the service: it gets its
# rights from "trainyard migrate --run-role". Nobody else may connect. Passwords are random, and stay when this runs again.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

admin=${TRAINYARD_ADMIN_URL:-} host='' port='' database=trainyard prefix=trainyard
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --admin-url) admin=$(value_of "$@"); shift 2 ;;
    --host) host=$(value_of "$@"); shift 2 ;;
    --port) port=$(value_of "$@"); shift 2 ;;
    --database) database=$(value_of "$@"); shift 2 ;;
    --prefix) prefix=$(value_of "$@"); shift 2 ;;
    --root) root=$(value_of "$@"); shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    *) misused "unknown option $1." ;;
  esac
done
for word in "$database" "$prefix"; do
  case $word in
    [!a-z]* | *[!a-z0-9_]*) misused "names have small letters, digits and _, not '$word'." ;;
  esac
done
set_places
require_root
require_program psql "postgresql-client"
[ -d "$etc" ] || [ -n "$dry_run" ] || refuse "there is no $etc: run install.sh first." 66
require_private_settings

if [ -n "$admin" ]; then
  use_database "$admin"
  host=${host:-$PGHOST} port=${port:-$PGPORT}
elif [ "$(id -u)" != 0 ]; then
  refuse "the superuser is not named: run this as root on the machine of PostgreSQL, or name it with --admin-url." 78
fi
host=${host:-127.0.0.1} port=${port:-5432}

as_admin() {
  if [ -n "$admin" ]; then
    psql -X -q -v ON_ERROR_STOP=1 "$@"
  else
    runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 -p "$port" -d postgres "$@"
  fi
}

as_admin -At -c 'SELECT 1' > /dev/null || refuse "PostgreSQL cannot be reached as its superuser, for the reason above: start it, or correct --admin-url." 69

migrate_url=$(setting MIGRATE_DATABASE_URL "$etc/migrate.env")
run_url=$(setting DATABASE_URL "$etc/trainyard.env")
new_migrate='' new_run=''
[ -n "$migrate_url" ] || new_migrate=$(new_password)
[ -n "$run_url" ] || new_run=$(new_password)

if [ -n "$dry_run" ]; then
  echo "would make the roles ${prefix}_migrate and ${prefix}_run and the database $database at $host:$port, unless they are there"
  echo "would write MIGRATE_DATABASE_URL to $etc/migrate.env and DATABASE_URL to $etc/trainyard.env, unless they are there"
  exit
fi

# The statements come by standard input, and the log of the server is told nothing of the passwords
as_admin << SQL
SET log_statement = none;
SET log_min_error_statement = panic;
SELECT 'CREATE ROLE ${prefix}_migrate LOGIN' WHERE to_regrole('${prefix}_migrate') IS NULL \\gexec
SELECT 'CREATE ROLE ${prefix}_run LOGIN' WHERE to_regrole('${prefix}_run') IS NULL \\gexec
ALTER ROLE ${prefix}_migrate NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE ${prefix}_run NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
SELECT 'ALTER ROLE ${prefix}_migrate PASSWORD ''$new_migrate''' WHERE '$new_migrate' <> '' \\gexec
SELECT 'ALTER ROLE ${prefix}_run PASSWORD ''$new_run''' WHERE '$new_run' <> '' \\gexec
SELECT 'CREATE DATABASE $database OWNER ${prefix}_migrate'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$database') \\gexec
ALTER DATABASE $database OWNER TO ${prefix}_migrate;
REVOKE ALL ON DATABASE $database FROM PUBLIC;
GRANT CONNECT ON DATABASE $database TO ${prefix}_run;
\\connect $database
ALTER SCHEMA public OWNER TO ${prefix}_migrate;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL

[ -z "$new_migrate" ] || set_setting MIGRATE_DATABASE_URL "postgresql://${prefix}_migrate:$new_migrate@$host:$port/$database" "$etc/migrate.env"
set_setting TRAINYARD_RUN_ROLE "${prefix}_run" "$etc/migrate.env"
[ -z "$new_run" ] || set_setting DATABASE_URL "postgresql://${prefix}_run:$new_run@$host:$port/$database" "$etc/trainyard.env"
say "the database $database at $host:$port belongs to ${prefix}_migrate; the service uses it as ${prefix}_run"

if [ -x "$base/current/bin/trainyard" ]; then
  migrate "$(readlink -e "$base/current")"
fi
