#!/usr/bin/env bash
# PostgreSQL expects one row in 200 to pass "(subquery) is null", so a query for the first of a queue sorts all of it.
#
# Expected: "not exists (select …)", "(select … limit 1) is null" and "coalesce((select 1 … limit 1), 0) < 1" ask the same,
#   so with "order by due, id limit 25" and an index on both, each walks along the index until it has 25 rows.
# Seen: of 2,000 rows that all pass, the planner expects 1,333, 10 and 667. With "is null" it expects fewer rows than are asked
#   for, so it reads and sorts the whole queue: 2,000 subqueries for 25 rows. The other two read 25 rows. ANALYZE changes
#   nothing: 0.005 for "is null" and a third for "<" are constants of the planner.
# Versions: PostgreSQL 15. Needs `postgres` (Debian: postgresql).
# Why it matters: a queue that gives each user's oldest job costs the more for each claim the more jobs wait.
# Source: https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/utils/selfuncs.h (DEFAULT_UNK_SEL,
#   DEFAULT_INEQ_SEL)
# Latchkey: safe since its claims compare.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
stop_postgres() { :; }
trap 'stop_postgres; rm -rf "$folder"' EXIT
cd "$folder"
source "$here/programs/start-postgres.sh"

run() { psql --host="$PG_SOCKET" --username=postgres --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1; }

run << 'SQL'
create table job (id int primary key, due int not null, owner int not null, note text not null);
insert into job select n, 0, n, repeat('-', 200) from generate_series(1, 2000) as n order by md5(n::text);
create index job_due on job (due, id);
create index job_owner on job (owner, id);
vacuum analyze job;
SQL

older='from job as older where older.owner = job.owner and older.id < job.id'
declare -A none=(
  [join]="not exists (select $older)"
  [null]="(select 1 $older limit 1) is null"
  [less]="coalesce((select 1 $older limit 1), 0) < 1"
)
for way in join null less; do
  echo "explain (analyze, timing off, summary off) select id from job where due <= 1 and ${none[$way]} order by due, id limit 25;" \
    | run > "$way.plan"
  printf '\n%s\n' "${none[$way]}"
  cat "$way.plan"
done

grep -q 'Anti Join' join.plan
grep -q 'Sort' null.plan
grep -qE 'on job +\(.* rows=10 .*rows=2000 ' null.plan
grep -qE 'Limit .*loops=2000' null.plan
! grep -q 'Sort' less.plan
grep -qE 'on job +\(.* rows=667 .*rows=25 ' less.plan
grep -qE 'Limit .*loops=25\)' less.plan
