# One way to build and run an image for tests: a docker daemon, or buildah with chroot isolation and no daemon, over a
# base that debootstrap makes. Sourced. Everything it makes is in $container_work and is removed by container_end.

# container_begin: chooses the tool; fails where there is none.
container_begin() {
    container_work=$(mktemp -d /tmp/redstart-container.XXXXXX)
    if docker info >/dev/null 2>&1; then
        container_kind=docker
    elif [ "$(id -u)" -eq 0 ] && command -v buildah >/dev/null && command -v debootstrap >/dev/null; then
        container_kind=buildah
    else
        rm -rf "$container_work"
        return 1
    fi
}

container_buildah() {
    local verb=$1
    shift
    nice -n "${container_nice:-0}" buildah --root "$container_work/store" --runroot "$container_work/run" \
        --storage-driver vfs "$verb" "$@"
}

# container_logged COMMAND...: runs it quietly; shows the end of what it said when it fails.
container_logged() {
    "$@" >"$container_work/log" 2>&1 && return
    tail -n 40 "$container_work/log"
    return 1
}

# A Debian 12 base image from this machine's own package mirror, where there is no docker to bring one. Fails, and says
# why, where packages cannot be had or a container cannot run a program.
container_base() {
    [ "$container_kind" != docker ] || return 0
    local mirror tree=$container_work/base container
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed -nE 's/^(URIs: |deb (\[[^]]*\] )?)(http[^ ]*\/debian\/?)( .*)?$/\3/p' | head -n 1 || true)
    container_logged nice -n 15 debootstrap --variant=minbase bookworm "$tree" ${mirror:+"$mirror"} &&
        container=$(container_buildah from scratch) &&
        container_logged container_buildah add --quiet "$container" "$tree" / &&
        container_logged container_buildah run --isolation chroot "$container" -- true &&
        container_logged container_buildah commit --quiet --rm "$container" localhost/redstart-base &&
        rm -rf "$tree"
}

# container_build SOURCE: builds docker/Dockerfile and makes a container of it. buildah lends the build the engine and
# the compiler cache of this machine.
container_build() {
    if [ "$container_kind" = docker ]; then
        docker build --quiet --file "$1/docker/Dockerfile" --tag redstart-test "$1" >/dev/null
        docker volume create redstart-test >/dev/null
        return
    fi
    local cache
    cache=$(ccache --get-config cache_dir)
    mkdir -p "$cache"
    # The tests that run beside it measure time.
    container_nice=15 container_logged container_buildah bud --isolation chroot --format docker --layers=false \
        --build-arg BASE=localhost/redstart-base \
        --volume "$1/build/deps:/src/build/deps:ro" --volume "$cache:/root/.cache/ccache" \
        --file "$1/docker/Dockerfile" --tag redstart-test "$1"
    container=$(container_buildah from localhost/redstart-test)
}

# container_run [NAME=VALUE...] -- [ARGUMENT...]: the image's entrypoint with these, in the foreground, on this
# machine's network, with the same data each time.
container_run() {
    local environment=()
    while [ "$1" != -- ]; do
        environment+=(--env "$1")
        shift
    done
    shift
    if [ "$container_kind" = docker ]; then
        docker run --rm --network host --volume redstart-test:/var/lib/redstart \
            --volume "$container_work/secrets:/run/secrets:ro" "${environment[@]}" redstart-test "$@"
    else
        container_buildah run --isolation chroot --volume "$container_work/secrets:/run/secrets:ro" \
            "${environment[@]}" "$container" -- redstart-entrypoint "$@"
    fi
}

container_end() {
    if [ "$container_kind" = docker ]; then
        docker volume rm --force redstart-test >/dev/null 2>&1 || true
        docker image rm --force redstart-test >/dev/null 2>&1 || true
    else
        container_buildah rm --all >/dev/null 2>&1 || true
    fi
    rm -rf "$container_work"
}
