#!/usr/bin/env bash
# keep.sh TARGET FOLDER: adds to the corpus of TARGET what a run found in FOLDER, as few files as cover as much as all
# of them. A finding must be mended first.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$1 found=$2 corpus=$here/corpus/$1
mkdir -p "$corpus"
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
cp "$corpus"/seed-*.bin "$kept"
"$here/../../build/fuzz/fuzz_$target" -set_cover_merge=1 "$kept" "$found" "$corpus" 2>&1 | tail -n 1
find "$corpus" -name 'found-*.bin' -delete
for file in "$kept"/*; do
    name=$(basename "$file")
    [[ $name == seed-* ]] || mv "$file" "$corpus/found-${name::12}.bin"
done
