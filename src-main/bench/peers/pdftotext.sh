#!/bin/bash
# Runs pdftotext (Debian package poppler-utils), a process per file, on the paths read from standard input; writes
# OUT/<number>.txt. Prints per file the exit status and the CPU time of all children so far ("0m0.010s 0m0.002s").
out=$1
number=0
while IFS= read -r file; do
  timeout 60 pdftotext -q "$file" "$out/$number.txt"
  status=$?
  # Not in a pipe: a subshell would count its own children.
  times > "$out/times"
  { read -r; read -r children; } < "$out/times"
  echo "$status $children"
  number=$((number + 1))
done
