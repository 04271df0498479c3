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

# --- tests, three suites at a time (browsers mostly wait), the longest first ------------------------------------------
suite() { # a project, or an npm script of the snippet
  case "$1" in
    snippet.*) (cd snippet && NODE_OPTIONS=--test-reporter=tap npm run --silent "${1#snippet.}") ;;
    *) dotnet test "tests/$1/$1.csproj" -c Release --no-build --nologo --logger "console;verbosity=minimal" ;;
  esac >"$log/$1" 2>&1
  echo $? >"$log/$1.status"
  echo "$SECONDS" >"$log/$1.seconds"
}
export -f suite
export log
suites=(FirstParty.Tests FirstParty.PostgreSql.Tests snippet.test:browser FirstParty.Sqlite.Tests FirstParty.AspNetCore.Tests FirstParty.Faults
  FirstParty.Browser.Tests snippet.test)

say "tests: ${suites[*]}"
printf '%s\n' "${suites[@]}" | xargs -P 3 -n 1 bash -c 'suite "$0"'

# --- what they found -----------------------------------------------------------------------------------------------
number() { sed -nE "s/$1/\\2/p" "$2" | awk '{ n += $1 } END { print n + 0 }'; }
# The tests that failed, each with its message: of NUnit's "  Failed name [time]" with what follows, of TAP's "not ok" with its block (suites, which only
# repeat it, left out).
failures() { # log
  awk '
    function tell(  n, lines, i) { n = split(block, lines, "\n"); for (i = 1; i <= n && i <= 60; i++) print lines[i]; block = "" }
    block && (net ? /^  (Passed|Failed|Skipped) |^(Passed|Failed)!/ : /^ *not ok /) { tell() }
    /^  Failed /                   { block = $0; net = 1; next }
    /^ *not ok [0-9]+ - /          { block = $0; net = 0; next }
    block                          { block = block "\n" $0 }
    block && !net && /^ *\.\.\.$/  { if (block ~ /subtestsFailed/) block = ""; else tell() }
    END                            { if (block) tell() }' "$1" | grep -vE '^ +at (NUnit|System)\.'
}
report() { # name, patterns of passed, failed, skipped
  local p f s
  p=$(number "$2" "$log/$1") f=$(number "$3" "$log/$1") s=$(number "$4" "$log/$1")
  if [ "$(cat "$log/$1.status" 2>/dev/null)" != 0 ] && [ "$f" -eq 0 ]; then f=1; fi # it did not even run
  say "$1: $p passed, $f failed, $s skipped, in $(cat "$log/$1.seconds" 2>/dev/null) s"
  if [ "$f" -ne 0 ]; then
    failures "$log/$1" >"$log/failures"
    if [ -s "$log/failures" ]; then cat "$log/failures"; else grep -vE '^\s*$' "$log/$1" | tail -100; fi
    { grep -E '^ *not ok |^  Failed ' "$log/failures" || echo "did not run to its end"; } | sed -E "s|^ *|failed: $1: |" >>"$log/failed"
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}
for project in tests/*.Tests/*.csproj tests/FirstParty.Faults/*.csproj; do
  report "$(basename "$project" .csproj)" '(.*)Passed: *([0-9]+).*' '(.*)Failed: *([0-9]+).*' '(.*)Skipped: *([0-9]+).*'
done
for script in test test:browser; do
  report "snippet.$script" '^(#|ℹ) pass ([0-9]+).*' '^(#|ℹ) fail ([0-9]+).*' '^(#|ℹ) skipped ([0-9]+).*'
done

echo
if [ -f "$log/failed" ]; then cat "$log/failed"; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
