# Sourced in a temporary folder: REDIS_SOCKET is the socket of a Redis that is started here, without a port, and stopped by
# `stop_redis`.
command -v redis-server > /dev/null || { echo 'NOT RUN: no redis-server; install redis-server' >&2; exit 1; }
redis-server --port 0 --unixsocket "$PWD/socket" --save '' --dir "$PWD" > redis.log 2>&1 &
redis_process=$!
stop_redis() { kill "$redis_process" && wait "$redis_process" || true; }
until [[ -S socket ]]; do
  kill -0 "$redis_process" || { cat redis.log >&2; exit 1; }
  sleep 0.1
done
export REDIS_SOCKET="$PWD/socket"
