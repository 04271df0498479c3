#!/usr/bin/env bash
# The one test command: installs what a bare Debian machine lacks, builds with warnings as errors, runs every test,
# and ends with one line: N passed, N failed, N skipped.
set -u
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

passed=0 failed=0 skipped=0
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT

say() { printf '\n== %s\n' "$*"; }

# --- what a bare machine lacks -------------------------------------------------------------------------------------
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

need=()
command -v chromium >/dev/null || need+=(chromium)
command -v node >/dev/null || need+=(nodejs npm)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need+=(postgresql)
if [ ${#need[@]} -gt 0 ]; then
  say "installing ${need[*]}"
  as_root apt-get update -qq
  if [[ " ${need[*]} " == *" postgresql "* ]]; then # The tests start a server of their own; Debian's need not run.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql-common >"$log/apt" 2>&1 \
      && as_root sed -i 's/^#*\s*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${need[@]}" >"$log/apt" 2>&1 \
    || { tail -20 "$log/apt"; failed=$((failed + 1)); }
fi
command -v dotnet >/dev/null || { echo "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download"; exit 1; }

# --- node packages -------------------------------------------------------------------------------------------------
packages() { # every package.json of ours with a lock file
  git ls-files '*package-lock.json' 2>/dev/null | xargs -r -n1 dirname
}
for folder in $(packages); do
  say "npm ci in $folder"
  (cd "$folder" && npm ci --no-audit --no-fund --silent) || failed=$((failed + 1))
done

# --- build ---------------------------------------------------------------------------------------------------------
say "build"
if ! dotnet build FirstParty.sln -c Release -v q --nologo >"$log/build" 2>&1; then
  grep -E 'error' "$log/build" | sort -u | head -40
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# --- .NET tests ----------------------------------------------------------------------------------------------------
number() { sed -nE "s/.*$1: *([0-9]+).*/\1/p" "$2" | awk '{ sum += $1 } END { print sum + 0 }'; }
for project in tests/*.Tests/*.csproj tests/FirstParty.Faults/*.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=minimal" >"$log/$name" 2>&1
  status=$?
  grep -vE '^\s*$' "$log/$name" | tail -60
  p=$(number Passed "$log/$name") f=$(number Failed "$log/$name") s=$(number Skipped "$log/$name")
  if [ $status -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi # it did not even run
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

# --- snippet tests -------------------------------------------------------------------------------------------------
tap() { # folder, npm script
  say "$1: npm run $2"
  (cd "$1" && npm run --silent "$2") >"$log/node" 2>&1
  local status=$? p f s
  p=$(sed -nE 's/^(#|ℹ) pass ([0-9]+).*/\2/p' "$log/node" | awk '{ n += $1 } END { print n + 0 }')
  f=$(sed -nE 's/^(#|ℹ) fail ([0-9]+).*/\2/p' "$log/node" | awk '{ n += $1 } END { print n + 0 }')
  s=$(sed -nE 's/^(#|ℹ) skipped ([0-9]+).*/\2/p' "$log/node" | awk '{ n += $1 } END { print n + 0 }')
  if [ $status -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$f" -ne 0 ]; then tail -60 "$log/node"; fi
  echo "$p passed, $f failed, $s skipped"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}
if [ -f snippet/package.json ]; then
  tap snippet test
  tap snippet test:browser
fi

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
