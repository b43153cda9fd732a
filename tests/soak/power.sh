#!/usr/bin/env bash
# Cuts the power of a real ext4 file system: copies its image while the program writes, mounts the copy, and looks
# whether everything is there that was acknowledged before. While it is copied the program is stopped, so that the copy
# is of one instant: what was not synced is in no image. Needs root and loop devices.
#
# usage: tests/soak/power.sh PROGRAM [CUTS]
set -euo pipefail
program=$(realpath "$1")
cuts=${2:-100}
work=$(mktemp -d)
image=$work/disk.img
disk=$work/disk
copy=$work/copy
mkdir "$disk" "$copy"
dd if=/dev/zero of="$image" bs=1M count=24 status=none
mkfs.ext4 -q "$image"
mount -o loop "$image" "$disk"
trap 'umount -q "$copy" "$disk" || true; rm -rf "$work"' EXIT

acknowledged() {
    grep -o '^saved #[0-9]*' "$1" | tail -1 | tr -dc 0-9 || true
}

lost=0
total=0
for cut in $(seq "$cuts"); do
    said=$work/said
    (yes x | head -n 200 | while read -r line; do echo "$line"; sleep 0.002; done) |
        "$program" --data-dir "$disk/data" --plain practice -n 200 >"$said" 2>/dev/null &
    running=$!
    disown "$running"
    sleep "$((RANDOM % 2)).$(printf '%03d' $((100 + RANDOM % 900)))"
    # What is acknowledged before the copy begins has to be in it.
    n=$(acknowledged "$said")
    kill -STOP "$running" 2>/dev/null || true
    # A thread that is in the middle of a call to the system stops at its end.
    while grep -hs '^State:' /proc/"$running"/task/*/status | grep -qvE '[TZX] '; do :; done
    cp --sparse=always "$image" "$work/cut.img"
    kill -KILL "$running" 2>/dev/null || true
    tail --pid="$running" -f /dev/null
    mount -o loop "$work/cut.img" "$copy"
    stored=$("$program" --data-dir "$copy/data" history list --format json 2>/dev/null | wc -l)
    "$program" --data-dir "$copy/data" history check >"$work/check" 2>&1 || { cat "$work/check"; lost=$((lost + 1)); }
    umount "$copy"
    total=$((total + ${n:-0}))
    if [ "$stored" -lt "${n:-0}" ]; then
        echo "cut $cut: $n acknowledged, $stored stored"
        lost=$((lost + 1))
    fi
done
echo "$cuts cuts, $stored answers at the last, $((total / cuts)) acknowledged on average, $lost with something lost"
[ "$lost" -eq 0 ]
