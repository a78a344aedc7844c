#!/usr/bin/env bash
# Proves that a committed checkout builds without a warning and passes every test on a clean minimal Debian.
#
#   installer/check-distribution.sh bookworm|trixie|sid
#
# Needs root, the package debootstrap and a network. Works in a new folder under TMPDIR (default /var/tmp; some
# 5 GB), which is removed at the end, and changes nothing else. Exit codes: 0 it does, 1 it does not, 2 it could
# not be tried here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() { printf 'check-distribution: %s\n' "$1" >&2; exit "${2:-1}"; }

suite=${1:-}
case "$suite" in
bookworm | trixie | sid) ;;
*) die "which Debian? bookworm, trixie or sid" 2 ;;
esac
[ "$(id -u)" -eq 0 ] || die "a chroot needs root: run it with sudo" 2
git rev-parse -q --verify HEAD >/dev/null || die "this is no git checkout, whose last commit could be tested" 2
command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap" 2

root=$(mktemp -d "${TMPDIR:-/var/tmp}/latentscape-$suite.XXXXXX")
trap 'umount "$root/proc" "$root/dev/pts" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

printf 'A minimal %s...\n' "$suite"
debootstrap --variant=minbase "$suite" "$root" >"$root.log" 2>&1 || { tail -5 "$root.log" >&2; die "debootstrap failed" 2; }
rm -f "$root.log"
chmod 755 "$root" # it is everybody's "/" there
mount -t proc proc "$root/proc" || die "cannot mount proc" 2
mount -t devpts devpts "$root/dev/pts" || die "cannot mount devpts" 2 # some tests need a terminal
mkdir "$root/latentscape"
git archive HEAD | tar -x -C "$root/latentscape"

log="$root/test.log"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    chroot "$root" bash /latentscape/installer/quickstart.sh --test 2>&1 | tee "$log"
if grep -q 'warning:' "$log"; then
    die "it works on $suite, but the compiler warns; see above"
fi
printf '%s: builds without a warning, passes every test.\n' "$suite"
