#!/usr/bin/env bash
# Makes resources/screenshot.png for the README: the built window, light, at 1280x800, walking the latent space
# of Fashion-MNIST while it learns.
#
#   installer/screenshot.sh [PROGRAM]    default: build/release/app/latentscape
#
# Needs the packages xvfb, xauth, xdotool, imagemagick and dataset-fashion-mnist. Touches nobody's settings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${1:-build/release/app/latentscape}
data=/usr/share/datasets/fashion-mnist
seconds=${LATENTSCAPE_SECONDS:-3} # of training before the picture is taken

die() { printf 'screenshot: %s\n' "$*" >&2; exit 1; }
for tool in xvfb-run xauth xdotool import; do
    command -v "$tool" >/dev/null || die "$tool is missing: apt-get install xvfb xauth xdotool imagemagick"
done
[ -x "$program" ] || die "$program is not there; build it first: cmake --preset release && cmake --build --preset release"
[ -d "$data" ] || die "the images are not there: apt-get install dataset-fashion-mnist"

if [ -z "${LATENTSCAPE_INSIDE:-}" ]; then # once more, on a display of its own
    LATENTSCAPE_INSIDE=1 exec xvfb-run -a -s "-screen 0 1280x800x24" "${BASH_SOURCE[0]}" "$program"
fi

home=$(mktemp -d)
app=
trap '[ -z "$app" ] || kill "$app" 2>/dev/null || true; wait; rm -rf "$home"' EXIT
mkdir -p "$home/config/latentscape" "$home/runtime"
chmod 700 "$home/runtime"
printf '[window]\ntheme=1\n' >"$home/config/latentscape/latentscape.conf" # light
export XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_RUNTIME_DIR=$home/runtime
unset QT_QPA_PLATFORM QT_SCALE_FACTOR

"$program" "$data" &
app=$!
window=$(timeout 20 xdotool search --sync --onlyvisible --pid "$app" | tail -n 1)
[ -n "$window" ] || die "no window has appeared"
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 800 windowfocus "$window" mousemove 1279 799
sleep 2          # reads the images
xdotool key F5   # Train
sleep "$seconds"
xdotool key ctrl+2 # Explore
sleep 1
mkdir -p resources
import -window "$window" -strip resources/screenshot.png
printf 'resources/screenshot.png\n'
