# Sourced in a temporary folder: PG_SOCKET is the folder of the socket of a PostgreSQL that is started here, without a port,
# and stopped by `stop_postgres`; its database and user are postgres. As root it runs as the user postgres.
programs=$(dirname "$(readlink -f "$(command -v postgres || ls /usr/lib/postgresql/*/bin/postgres 2> /dev/null | tail -n 1)")")
[[ -x $programs/initdb ]] || { echo 'NOT RUN: no postgres; install postgresql' >&2; exit 1; }
export PG_SOCKET="$PWD/postgres"
mkdir "$PG_SOCKET"
as_postgres=()
if [[ $(id -u) == 0 ]]; then
  chmod 755 "$PWD"
  chown postgres "$PG_SOCKET"
  as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
"${as_postgres[@]}" "$programs/initdb" --pgdata="$PG_SOCKET/data" --auth=trust --username=postgres --no-sync > initdb.log
"${as_postgres[@]}" "$programs/postgres" -D "$PG_SOCKET/data" -k "$PG_SOCKET" -c listen_addresses= > postgres.log 2>&1 &
postgres_process=$!
stop_postgres() { kill "$postgres_process" && wait "$postgres_process" || true; }
until "$programs/pg_isready" --host="$PG_SOCKET" > /dev/null 2>&1; do
  kill -0 "$postgres_process" || { cat postgres.log >&2; exit 1; }
  sleep 0.2
done
