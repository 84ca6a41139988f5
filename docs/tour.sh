#!/usr/bin/env bash
# The story of README.md, told by running it: a clean clone, the first deploy, an unchanged one, an edit, a crash, the way
# back, mistakes, a killed sandbox. Every step checks what it sees; the first surprise ends the tour with exit 1.
#
#   docs/tour.sh [--keep]     --keep leaves the clone for a look around
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
keep=${1:-}
place=$(mktemp -d "${TMPDIR:-/tmp}/sluice-tour.XXXXXX")
clone=$place/pcbench
out=$place/output.txt
steps=0
SECONDS=0

finish() {
    local code=$?
    if [ -d "$clone" ] && [ "$keep" != --keep ]; then
        (cd "$clone" && ./build.sh SandboxDown >/dev/null 2>&1) || true
        rm -rf "$place"
    fi
    [ $code -eq 0 ] && echo "Tour: $steps steps in $SECONDS s." || echo "Tour: ended in step $steps." >&2
    exit $code
}
trap finish EXIT

step() { steps=$((steps + 1)); echo; echo "== $steps. $1"; }

surprise() {
    echo "SURPRISE: $1" >&2
    echo "--- what was printed:" >&2
    tail -n 60 "$out" >&2
    exit 1
}

# run EXPECTED_EXIT_CODE TARGET...: runs the build, keeps what it printed in $out and how long it took in $took
run() {
    local expected=$1 code=0 start
    shift
    start=$(date +%s%N)
    ./build.sh "$@" >"$out" 2>&1 </dev/null || code=$?
    took=$((($(date +%s%N) - start) / 1000000))
    echo "   ./build.sh $* → exit $code after $((took / 1000)).$(printf %03d $((took % 1000))) s"
    [ $code -eq "$expected" ] || surprise "exit code $code instead of $expected"
}

says() { grep -qE -- "$1" "$out" || surprise "no line matches: $1"; }
says_not() { ! grep -qE -- "$1" "$out" || surprise "a line matches: $1"; }

# field SERVICE KEY: one value of one service from Status --json
field() { sed -nE "/\"name\": \"$1\"/,/\}/s/^ *\"$2\": \"?([^\",]*)\"?,?$/\1/p" .nuke/temp/status.json | head -n 1; }

status() { ./build.sh Status --json .nuke/temp/status.json >"$out" 2>&1 </dev/null || surprise "Status fails"; }

answers() {
    local url
    for url in $(grep -oE 'http://127\.[0-9.]+:[0-9]+' "$out" | sort -u); do
        curl -fsS --max-time 5 "$url/healthz" >/dev/null || surprise "$url does not answer"
        echo "   $url answers"
    done
}

step "A clean clone"
git clone -q "$repository" "$clone"
cd "$clone"
git config user.name tour
git config user.email tour@example.invalid

step "First deploy: from source to serving"
run 0 DeployStage
for service in backend ml-service frontend; do says "$service +.*http://"; done
answers
status
backend_url=$(field backend url)
frontend_url=$(field frontend url)
curl -fsS --max-time 5 "$frontend_url/" | grep -qi '<html' || surprise "the frontend shows no page"
revision=$(curl -fsSI --max-time 5 "$backend_url/api/benchmarks" -X GET | tr -d '\r' | sed -nE 's/^x-revision: (.*)$/\1/ip')
[ "$revision" = "$(field backend revision)" ] || surprise "backend answers from revision '$revision', Status says '$(field backend revision)'"
first_backend=$(field backend image)
first_ml=$(field ml-service image)
first_ml_pods=$(field ml-service pods)

step "Nothing changed: nothing is built, nothing is changed"
run 0 DeployStage
says "[Nn]othing changed"
status
[ "$(field backend image)" = "$first_backend" ] || surprise "the image of backend changed"
[ "$(field ml-service pods)" = "$first_ml_pods" ] || surprise "pods of ml-service were replaced"

step "An unrelated commit builds nothing"
git commit -q --allow-empty -m "unrelated"
run 0 DeployStage
says "[Nn]othing changed"

step "One edited line: only backend is built and replaced"
sed -i 's/"Aster 4"/"Aster 4S"/' samples/pcbench/backend/BenchmarkCatalogue.cs
git diff --quiet && surprise "the edit changed nothing"
run 0 DeployStage
status
[ "$(field backend image)" != "$first_backend" ] || surprise "backend was not replaced"
[ "$(field ml-service image)" = "$first_ml" ] || surprise "ml-service was rebuilt"
[ "$(field ml-service pods)" = "$first_ml_pods" ] || surprise "pods of ml-service were replaced"
good=$(field backend image)
git checkout -q samples

step "The edit taken back: the old bytes come out of the cache"
run 0 DeployStage
status
[ "$(field backend image)" = "$first_backend" ] || surprise "the same source gave another image"

step "A backend that crashes at start: exit 3, with its last words"
sed -i 's/^return await/Console.Error.WriteLine("tour: no database, giving up"); Environment.Exit(7);\n&/' samples/pcbench/backend/Program.cs
run 3 DeployStage
says "backend-"
says "CrashLoopBackOff|Error"
says "tour: no database, giving up"
says "is back after"
says "Evidence: "
says "\./build\.sh "
curl -fsS --max-time 5 "$backend_url/healthz" >/dev/null || surprise "backend no longer serves"
status
[ "$(field backend image)" = "$first_backend" ] || surprise "the previous backend did not come back"
echo "   the previous backend is back and answers"
git checkout -q samples

step "The fix goes out, and is taken back by hand"
sed -i 's/"Aster 4"/"Aster 4R"/' samples/pcbench/backend/BenchmarkCatalogue.cs
run 0 DeployStage
answers
run 0 RollbackStage
answers
status
[ "$(field backend image)" = "$first_backend" ] || surprise "RollbackStage did not bring the previous backend back"
run 0 History
says "brought release [0-9]+ back"
git checkout -q samples

step "Code that does not compile"
sed -i '1i this is not C#' samples/pcbench/backend/Program.cs
run 2 DeployStage
says "samples/pcbench/backend/Program.cs"
git checkout -q samples

step "A broken manifest is refused before anything is applied"
sed -i 's/^  replicas: .*/  replicas: many/; s/containerPort: .*/containerPort: eighty/' k8s/base/backend/deployment.yaml
run 2 DeployStage
says "backend"
git checkout -q k8s

step "A wrong key in sluice.yaml"
sed -i 's/^application:/aplication:/' sluice.yaml
run 2 DeployStage
says "sluice.yaml:[0-9]+"
says "application"
git checkout -q sluice.yaml

step "A mistyped target"
run 2 DeployStag
says "Did you mean DeployStage"

step "A killed sandbox leaves no process behind and comes back with its state"
pid=$(sed -nE 's/.*"pid": ?([0-9]+).*/\1/p' .nuke/temp/sandbox/sandbox.json)
kill -9 "$pid"
sleep 2
pgrep -f "$clone/.nuke/temp/sandbox/images" >/dev/null && surprise "pods of the killed sandbox still run"
run 0 DeployStage
says "[Nn]othing changed"
answers

step "What it costs"
run 0 --help
sandbox=$(sed -nE 's/.*"pid": ?([0-9]+).*/\1/p' .nuke/temp/sandbox/sandbox.json)
memory=$(awk '/^VmRSS:/ { print int($2 / 1024) }' "/proc/$sandbox/status")
[ "$memory" -gt 0 ] || surprise "the memory of the sandbox cannot be read"
echo "   the sandbox holds $memory MB"

step "Down"
run 0 SandboxDown
pgrep -f "$clone/.nuke/temp/sandbox" >/dev/null && surprise "something of the sandbox still runs"
run 0 Status
