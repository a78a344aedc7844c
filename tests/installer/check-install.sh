#!/usr/bin/env bash
# Installs a build into a new folder and looks whether a desktop would know the programs and their files.
#
#   check-install.sh BUILD
set -euo pipefail
build=$1
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

die() { printf 'check-install: %s\n' "$*" >&2; exit 1; }

cmake --install "$build" --prefix "$prefix" >/dev/null || die "cmake --install failed"
for file in bin/latentscape bin/latentscape-cli share/applications/latentscape.desktop \
    share/icons/hicolor/scalable/apps/latentscape.svg share/mime/packages/latentscape.xml; do
    [ -s "$prefix/$file" ] || die "$file was not installed"
done
"$prefix/bin/latentscape-cli" --version | grep -q '^latentscape ' || die "the installed command line does not start"
program=$(sed -n 's/^Exec=\([^ ]*\).*/\1/p' "$prefix/share/applications/latentscape.desktop")
[ -x "$prefix/bin/$program" ] || die "the desktop would start $program, which was not installed"
for type in $(sed -n 's/^MimeType=//p' "$prefix/share/applications/latentscape.desktop" | tr ';' ' '); do
    grep -q "type=\"$type\"" "$prefix/share/mime/packages/latentscape.xml" || die "the type $type is not described"
done
