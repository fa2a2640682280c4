# Shared by the scripts: messages, Debian packages, the engine, building a preset. Sourced, never run.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC DEBIAN_FRONTEND=noninteractive
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# What building and running the server needs; npm only fetches the engine, so it is asked for by scripts/engine alone.
build_packages=(g++ cmake ninja-build ccache mold openssl libssl-dev libboost1.81-dev libcli11-dev libtomlplusplus-dev
    libfmt-dev libspdlog-dev zlib1g-dev libbz2-dev libzstd-dev liblzo2-dev nlohmann-json3-dev
    libcurl4-openssl-dev libpugixml-dev)
# What the tests need beyond that: a second compiler with its sanitizers, the checks of style, the clients, and
# PostgreSQL: isolationtester and pgbench are among its clients, its server is the oracle of tests/isolation. The Node
# drivers come through npm (tests/drivers/node.sh).
test_packages=(catch2 python3 sqlsmith clang libclang-rt-14-dev clang-format clang-tidy libpq-dev
    postgresql postgresql-client odbc-postgresql unixodbc libpostgresql-jdbc-java default-jdk-headless procps
    python3-psycopg2 python3-psycopg python3-asyncpg python3-sqlalchemy
    golang-go golang-github-lib-pq-dev golang-github-jackc-pgx-v4-dev cargo librust-tokio-postgres-dev)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "needs root for: $* (run it as root, or install sudo)"
    fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# install_packages NAME...: installs the Debian packages that are missing, and says so; silent when nothing is.
install_packages() {
    local package missing=()
    for package; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "these Debian packages are missing, and there is no apt-get: ${missing[*]}"
    say "installing Debian packages: ${missing[*]}"
    # The lists may be absent or too old to download from: refresh them once, and only when the first try fails.
    if ! apt_install "${missing[@]}" >/dev/null 2>&1; then
        as_root apt-get -q update </dev/null >&2
        apt_install "${missing[@]}" >&2 || die "apt-get could not install: ${missing[*]}"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" </dev/null
}

# build_preset PRESET [TARGET...]: configures build/PRESET when it has to, and builds.
build_preset() {
    local preset=$1 rules="$root/build/$1/build.ninja"
    shift
    if [ ! -e "$rules" ] || [ "$root/CMakePresets.json" -nt "$rules" ]; then
        (cd "$root" && cmake --preset "$preset") >&2
    fi
    # One job per core: a compile that reads the engine's headers takes up to 1 GB.
    ninja -C "$root/build/$preset" -j "$(nproc)" "$@" >&2
}
