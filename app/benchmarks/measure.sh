# What `run` and `weather` share: it builds everything, and measures. A measurement is a line of the file in $results: round,
# load of the machine, version of Java or "-", library, name, threads, value; see Tables.java. A library that is missing or
# fails adds no line, which a table shows as "-", and a sentence on standard error.

# Times have a decimal point.
export LC_ALL=C

rounds=${ROUNDS:-5}
python=${PYTHON:-python3}
# OpenBLAS takes its slowest kernel for processors that it does not know, as in some virtual machines.
if grep -qs avx512 /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SKYLAKEX}
fi
duckdb=${DUCKDB:-$(ls ~/.m2/repository/org/duckdb/duckdb_jdbc/*/duckdb_jdbc-*.jar 2>/dev/null | tail -1 || true)}
path="app/benchmarks/target/classes:app/benchmarks/target/lib/*"
# Java gets huge pages where Linux gives them on request, as bin/gradus does it.
pages=
if grep -qs '\[madvise\]' /sys/kernel/mm/transparent_hugepage/enabled; then
  pages=-XX:+UseTransparentHugePages
fi
compiled=app/benchmarks/target/compiled
round=0
load=idle
# The control group in which the programs run, if any.
group=

all=(A B C D E simple conv-digits conv-mnist row-A row-B row-C row-D row-E start version predict load read data init check)

say() { echo "$*" >&2; }

# Checks the names to measure, before anything takes time.
check_names() {
  local name
  for name in "$@"; do
    [[ " ${all[*]} " == *" $name "* ]] || { say "there is no benchmark $name; there are: ${all[*]}" && exit 1; }
  done
}

# Builds Gradus, and looks for the Javas.
build() {
  local default home version
  mvn -q package -Pquick -pl app/benchmarks,app/cli -am
  results=$(mktemp)
  scratch=$(mktemp -d)
  trap 'rm -rf "$results" "$scratch"' EXIT
  default=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
  homes=()
  versions=()
  # A distribution for each Java, because the archive of classes in it works only with the Java that made it.
  for home in ${JAVAS:-$default}; do
    version=$("$home/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' || true)
    [ -n "$version" ] || { say "there is no Java in $home; JAVAS lists the homes of Java, with spaces between them" && exit 1; }
    homes+=("$home")
    versions+=("$version")
    cp -r app/cli/target/gradus "$scratch/gradus-$version"
    JAVA_HOME=$home GRADUS_ARCHIVE=now "$scratch/gradus-$version/bin/gradus" >/dev/null 2>&1 || true
  done
}

# Compiles a program to $compiled/$1 with the command that follows, unless it is newer than its sources.
compile() {
  local program=$compiled/$1 source=$2
  shift 2
  if [ "$program" -nt "$source" ] && [ "$program" -nt app/benchmarks/peer.h ]; then return; fi
  mkdir -p "$compiled"
  "$@" -O3 -march=native -iquote app/benchmarks -o "$program" 2>"$scratch/errors" || {
    rm -f "$program"
    say "$source cannot be compiled, so it is left out: $(grep -m1 -E 'error|cannot find|not found' "$scratch/errors")"
  }
}

# Finds the other libraries, and compiles the programs in C and C++.
prepare_libraries() {
  local library yardstick=app/benchmarks/yardstick.c
  compile yardstick $yardstick cc $yardstick -pthread -ldl
  libraries=" ${LIBRARIES:-torch sklearn fann tiny-dnn numpy pandas duckdb} "
  for library in torch sklearn numpy pandas; do
    if [[ $libraries == *" $library "* ]] && ! "$python" -c "import numpy, $library" 2>/dev/null; then
      say "$python has no $library, so it is left out; PYTHON names another command"
      libraries=${libraries/ $library / }
    fi
  done
  if [[ $libraries == *" duckdb "* ]] && [ -z "$duckdb" ]; then
    say "there is no jar of DuckDB's driver, so it is left out; DUCKDB names one"
    libraries=${libraries/ duckdb / }
  fi
  if [[ $libraries == *" fann "* ]]; then
    compile fann app/benchmarks/fann.c cc app/benchmarks/fann.c -lfloatfann -lm
  fi
  if [[ $libraries == *" tiny-dnn "* ]]; then
    # tiny-dnn looks for the headers of stb in the folder of another project.
    mkdir -p "$compiled/third_party"
    ln -sfn /usr/include/stb "$compiled/third_party/stb"
    compile tiny-dnn app/benchmarks/tiny-dnn.cpp g++ -std=c++14 -w app/benchmarks/tiny-dnn.cpp -I"$compiled" -DCNN_USE_AVX \
      -DCNN_SINGLE_THREAD
  fi
}

# Runs a command, in the control group if there is one, for five minutes at most.
within() {
  if [ -n "$group" ]; then
    (echo "$BASHPID" >"$group/cgroup.procs" && exec timeout 300 "$@")
  else
    timeout 300 "$@"
  fi
}

# Adds the lines that a command prints to the results: record JAVA PREFIX COMMAND ...
record() {
  local prefix="$round $load $1 $2"
  shift 2
  within "$@" >"$scratch/lines" 2>"$scratch/errors" || say "failed, so it is left out: $* ($(tail -n 1 "$scratch/errors"))"
  sed "s/^/$prefix/" "$scratch/lines" >>"$results"
}

# Runs a command, and prints how often it could run per second.
per_second() {
  local begin end
  begin=$(date +%s%N)
  within "$@" >"$scratch/output" 2>&1 || { tail -n 1 "$scratch/output" >&2 && return 1; }
  end=$(date +%s%N)
  awk -v ns=$((end - begin)) 'BEGIN { printf "%.4f\n", 1e9 / ns }'
}

# Adds the milliseconds that a command takes from its start to its end, and its processor time: record_process JAVA "LIBRARY
# NAME" COMMAND ...
record_process() {
  local TIMEFORMAT='%R %U %S'
  if { time within "${@:3}" >"$scratch/output" 2>&1; } 2>"$scratch/times"; then
    awk -v prefix="$round $load $1 $2" '{ printf "%s chosen %.0f\n%s-processor chosen %.0f\n",
      prefix, 1000 * $1, prefix, 1000 * ($2 + $3) }' "$scratch/times" >>"$results"
  else
    say "failed, so it is left out: ${*:3} ($(tail -n 1 "$scratch/output"))"
  fi
}

# Measures Gradus. Each workload runs in its own JVM, because the profile that the compiler has of one workload would slow down
# the next.
measure_gradus() {
  local name=$1 home=$2 version=$3
  local java=$home/bin/java gradus=$scratch/gradus-$version/bin/gradus output=$scratch/model-$version
  case $name in
    start)
      JAVA_HOME=$home record_process "$version" "gradus start" "$gradus" \
        train app/examples/iris.yaml --quiet --no-report --overwrite --output "$output"
      ;;
    version) JAVA_HOME=$home record_process "$version" "gradus version" "$gradus" --version ;;
    predict)
      [ -f "$output/model.safetensors" ] || JAVA_HOME=$home within "$gradus" \
        train app/examples/iris.yaml --quiet --no-report --overwrite --output "$output" >/dev/null 2>&1 || true
      JAVA_HOME=$home record_process "$version" "gradus predict" "$gradus" \
        predict "$output/model.safetensors" "$scratch/rows.csv"
      ;;
    load | read)
      record "$version" "gradus " "$java" -Xmx2g $pages -cp "$path" dev.gradus.benchmarks.LoadBenchmark "$scratch/load.csv" "$name"
      ;;
    data | init)
      local value
      rm -f "$scratch/load.yaml"
      if value=$(JAVA_HOME=$home GRADUS_JAVA_OPTIONS=-Xmx2g per_second "$gradus" "$name" "$scratch/load.csv"); then
        awk -v prefix="$round $load $version gradus $name chosen" -v value="$value" \
          'BEGIN { printf "%s %.0f\n", prefix, 1e6 * value }' >>"$results"
      fi
      ;;
    check) record "$version" "gradus " "$java" $pages -cp "$path" dev.gradus.benchmarks.CheckBenchmark ;;
    row-*)
      rm -f "$scratch/row.csv"
      within "$java" $pages -Djmh.ignoreLock=true -cp "$path" org.openjdk.jmh.Main OneRow -p "workload=${name#row-}" -wi 2 -i 3 \
        -rf csv -rff "$scratch/row.csv" >"$scratch/output" 2>&1 || say "failed, so it is left out: $name"
      [ ! -f "$scratch/row.csv" ] || awk -F, -v prefix="$round $load $version gradus $name chosen" \
        'NR == 2 { printf "%s %.0f\n", prefix, 1e9 / $5 }' "$scratch/row.csv" >>"$results"
      ;;
    *)
      record "$version" "gradus " "$java" $pages -cp "$path" dev.gradus.benchmarks.TrainingBenchmark "$name"
      record "$version" "vectors " "$java" $pages --add-modules=jdk.incubator.vector -cp "$path" \
        dev.gradus.benchmarks.TrainingBenchmark "$name"
      ;;
  esac
}

# Measures another library, if it can do this.
measure_library() {
  local name=$1 library=$2
  case $library-$name in
    sklearn-start)
      record_process - "sklearn start" "$python" app/benchmarks/peers.py sklearn start app/examples/iris.csv "$scratch/model"
      ;;
    sklearn-version) record_process - "sklearn version" "$python" -c 'import sklearn; print(sklearn.__version__)' ;;
    sklearn-predict)
      [ -f "$scratch/model" ] || within "$python" app/benchmarks/peers.py \
        sklearn start app/examples/iris.csv "$scratch/model" >/dev/null 2>&1 || true
      record_process - "sklearn predict" "$python" app/benchmarks/peers.py sklearn predict "$scratch/rows.csv" \
        "$scratch/model"
      ;;
    numpy-load | numpy-read | pandas-read)
      record - "" "$python" app/benchmarks/peers.py "$library" "$name" "$scratch/load.csv"
      ;;
    duckdb-read)
      record - "duckdb " "${homes[0]}/bin/java" -cp "$path:$duckdb" dev.gradus.benchmarks.LoadBenchmark \
        "$scratch/load.csv" duckdb
      ;;
    torch-[A-E] | torch-row-* | torch-simple | torch-conv-* | sklearn-[A-E] | sklearn-row-*)
      record - "" "$python" app/benchmarks/peers.py "$library" "$name"
      ;;
    # Both take seconds for a single batch of E.
    fann-[A-D] | tiny-dnn-[A-D])
      [ ! -x "$compiled/$library" ] || record - "" "$compiled/$library" "$name"
      ;;
  esac
}

# Measures one name with Gradus and each other library in turn.
measure() {
  local name=$1 i library
  case $name in
    load | read | data | init)
      [ -f "$scratch/load.csv" ] ||
        "${homes[0]}/bin/java" -cp "$path" dev.gradus.benchmarks.LoadBenchmark "$scratch/load.csv"
      ;;
    predict) head -n 101 app/examples/iris.csv >"$scratch/rows.csv" ;;
  esac
  for i in "${!homes[@]}"; do
    measure_gradus "$name" "${homes[i]}" "${versions[i]}"
  done
  for library in $libraries; do
    measure_library "$name" "$library"
  done
}

# Prints the machine, the versions, and the tables with a row for each of the given names.
tables() {
  local i options
  grep -m1 'model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //' || true
  echo "$rounds round$([ "$rounds" = 1 ] || echo s): medians$([ "$rounds" -lt 3 ] || echo ' (lowest-highest)')"
  for i in "${!homes[@]}"; do
    for options in '' --add-modules=jdk.incubator.vector; do
      echo "Java ${versions[i]}: $(JAVA_HOME=${homes[i]} GRADUS_JAVA_OPTIONS=$options \
        "$scratch/gradus-${versions[i]}/bin/gradus" --version 2>/dev/null | tail -1)"
    done
  done
  "${homes[0]}/bin/java" -cp "$path" dev.gradus.benchmarks.Tables "$results" "$@"
}

# One row over HTTP, beside a server that always gives the same answer, in turn, with each Java; and how long both take to
# be ready.
serve() {
  local i java gradus model port=$((20000 + RANDOM % 20000)) row='{"instances": [[5.1, 3.5, 1.4, 0.2]]}'
  trap 'kill ${process:-} ${ours:-} ${bare:-} 2>/dev/null || true; rm -rf "$results" "$scratch"' EXIT
  for i in "${!homes[@]}"; do
    java=${homes[i]}/bin/java gradus=$scratch/gradus-${versions[i]}/bin/gradus
    export JAVA_HOME=${homes[i]}
    model=$scratch/model-${versions[i]}
    "$gradus" train app/examples/iris.yaml --quiet --no-report --output "$model" >/dev/null 2>&1
    for _ in $(seq "$rounds"); do
      start "Java ${versions[i]}, gradus" "$gradus" serve "$model" --port "$port"
      stop "$process"
      start "Java ${versions[i]}, bare" "$java" $pages -cp "$path" dev.gradus.benchmarks.ServeLoad bare $((port + 1))
      stop "$process"
    done
    start "Java ${versions[i]}, gradus" "$gradus" serve "$model" --port "$port"
    ours=$process
    start "Java ${versions[i]}, bare" "$java" $pages -cp "$path" dev.gradus.benchmarks.ServeLoad bare $((port + 1))
    bare=$process
    sleep 1
    for _ in $(seq "$rounds"); do
      ask "Java ${versions[i]}, gradus" "$ours" "$port" /invocations
      ask "Java ${versions[i]}, bare" "$bare" $((port + 1)) /
    done
    kill "$ours" "$bare"
    port=$((port + 2))
  done
}

# Starts a server, waits until it names its address, and prints how long that took. Arguments: its name, the command. Sets
# $process.
start() {
  local name=$1 begin end line out
  shift
  begin=$(date +%s%N)
  exec {out}< <(exec "$@" 2>&1)
  process=$!
  until [[ ${line:-} == *http://*openapi* || ${line:-} == ready* ]]; do
    read -r -u "$out" line || { say "failed: $*" && exit 1; }
  done
  end=$(date +%s%N)
  echo "$name: ready after $(((end - begin) / 1000000)) ms, with $(($(ticks "$process") * 10)) ms of processor time"
}

# Ends a server, and waits until its port is free.
stop() {
  kill "$1"
  while kill -0 "$1" 2>/dev/null; do sleep 0.1; done
}

# The processor time of a process, in hundredths of a second.
ticks() {
  awk '{ print $14 + $15 }' "/proc/$1/stat"
}

# Asks a server, and adds the processor time that it took for each request. Arguments: its name, process, port, path.
ask() {
  local before after
  before=$(ticks "$2")
  printf '%s: %s' "$1" "$("$java" -cp "$path" dev.gradus.benchmarks.ServeLoad "$3" "$4" "$row" "${RATE:-2000}" 10 8)"
  after=$(ticks "$2")
  # Half of the requests only warm up.
  echo "; $(((after - before) * 10000 / (2 * 10 * ${RATE:-2000}))) us of processor time each"
}
