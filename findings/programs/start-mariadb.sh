# Sourced in a temporary folder: MARIADB_URL is a database that may be changed, of the environment or of a MariaDB that is
# started here, without a port, and stopped by `stop_mariadb`.
if [[ -z ${MARIADB_URL:-} ]]; then
  command -v mariadbd > /dev/null || { echo 'NOT RUN: no mariadbd; install mariadb-server or set MARIADB_URL' >&2; exit 1; }
  mkdir temporary
  mariadb_options=(--no-defaults "--datadir=$PWD/data" "--tmpdir=$PWD/temporary")
  [[ $(id -u) != 0 ]] || mariadb_options+=(--user=root)
  mariadb-install-db "${mariadb_options[@]}" --auth-root-authentication-method=normal > install.log 2>&1
  mariadbd "${mariadb_options[@]}" --skip-networking "--socket=$PWD/socket" > mariadb.log 2>&1 &
  mariadb_process=$!
  stop_mariadb() { kill "$mariadb_process" && wait "$mariadb_process" || true; }
  until mariadb --no-defaults --user=root "--socket=$PWD/socket" --execute='create database finding' > /dev/null 2>&1; do
    kill -0 "$mariadb_process" || { cat mariadb.log >&2; exit 1; }
    sleep 0.2
  done
  export MARIADB_URL="mariadb://root@localhost/finding?socketPath=$PWD/socket"
fi
