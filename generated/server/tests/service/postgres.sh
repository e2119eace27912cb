#!/bin/sh
# Runs a PostgreSQL in a temporary folder until the standard input is closed: `postgres.sh FOLDER PORT`. Then stops it,
# and deletes the folder. A line `restart` restarts PostgreSQL without a clean shutdown. Prints a line when PostgreSQL
# is ready, and after each restart. The exit status is 3 if PostgreSQL is not installed.
set -eu
folder=$1 port=$2

# Debian does not have these programs in the PATH.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /missing/initdb)")
[ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] || exit 3

# PostgreSQL does not run as root.
as=
if [ "$(id -u)" = 0 ]; then
    as="runuser -u postgres --"
    chown postgres "$folder"
fi
cd "$folder"
quiet() { $as "$@" </dev/null >/dev/null 2>"$folder/errors" || { cat "$folder/errors" >&2; exit 1; }; }

quiet "$bin/initdb" -D "$folder/data" -U postgres -A trust --locale=C.UTF-8 -E UTF8 --no-sync
quiet "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-h 127.0.0.1 -p $port -k $folder" start
# A signal for the whole group, such as Ctrl-C, must not end this script before the server.
trap : INT TERM HUP
echo ready
while read -r line; do
    [ "$line" = restart ] || continue
    quiet "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -m immediate restart
    echo restarted
done
quiet "$bin/pg_ctl" -D "$folder/data" -w -m immediate stop
cd /
rm -rf "$folder"
