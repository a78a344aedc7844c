#!/usr/bin/env bash
# Sets Latentscape up on Debian 12 or 13 and starts it.
#
#   installer/quickstart.sh          install what is missing, build, open the app (or, without a display, train
#                                    on the embedded images and write pictures)
#   installer/quickstart.sh --test   install what the tests need too, build and run every test
#
# Needs root or sudo only while packages are missing. Running it again is quick.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build_packages=(g++ cmake ninja-build ccache libdnnl-dev ocl-icd-opencl-dev libeigen3-dev zlib1g-dev libarchive-dev
    libgif-dev libwebp-dev pkgconf nlohmann-json3-dev libcli11-dev libqcustomplot-dev qt6-base-dev qt6-svg-dev qt6-tools-dev
    qt6-tools-dev-tools qt6-l10n-tools libgl-dev libgtest-dev libbenchmark-dev)
run_packages=(qt6-qpa-plugins qt6-image-formats-plugins fonts-dejavu-core ca-certificates)
test_packages=(xvfb xauth xdotool dataset-fashion-mnist python3)

say() { printf '%s\n' "$*"; }
die() { printf 'quickstart: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "packages are missing and neither root nor sudo is at hand. As root, run: apt-get install ${missing[*]}"
    fi
}

install_missing() {
    missing=()
    local package
    for package in "$@"; do
        if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || die "this set-up knows Debian only. Install by hand what is like: ${missing[*]}"
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    as_root apt-get update -qq || die "the package lists could not be fetched. Is there a network?"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >/dev/null || die "the packages could not be installed; apt's own message stands above"
}

build() {
    # Where the compilers' memory allows it, one job a core.
    cmake --preset release >/dev/null
    cmake --build --preset release -- "$@"
}

headless() {
    local cli=build/release/app/latentscape-cli out=${LATENTSCAPE_OUT:-latentscape-first-run}
    say "There is no display, so nothing can be shown; training on the embedded images instead."
    "$cli" train --preset dense-400 --data shapes --epochs 5 --out "$out"
    "$cli" sample --checkpoint "$out/checkpoint.safetensors" --count 64 --seed 1 --out "$out/samples.png"
    "$cli" reconstruct --checkpoint "$out/checkpoint.safetensors" --data shapes --count 12 --out "$out/reconstructions.png"
    say ""
    say "Samples:         $PWD/$out/samples.png"
    say "Reconstructions: $PWD/$out/reconstructions.png"
    say "Loss curve:      $PWD/$out/losses.png"
}

case "${1:-}" in
"")
    install_missing "${build_packages[@]}" "${run_packages[@]}"
    build
    app=build/release/app/latentscape
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -x "$app" ]; then
        exec "$app"
    fi
    headless
    ;;
--test)
    install_missing "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
    build
    ctest --preset release -j "$(nproc)"
    ;;
-h | --help)
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    ;;
*)
    die "unknown argument $1; there are --test and --help"
    ;;
esac
