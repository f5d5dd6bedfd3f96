#!/usr/bin/env bash
# What bash offers for a half-written command line.
# usage: completion.bash FOLDER_OF_PROGRAMS
set -uo pipefail
PATH=$1:$PATH
. "$(dirname "$0")/../../packaging/completions/loa"

failed=0
# offers EXPECTED WORD...: the last WORD is the half-written one.
offers() {
  local expected=$1
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _loa "$1"
  if [ "${COMPREPLY[*]}" != "$expected" ]; then
    echo "$*: offers '${COMPREPLY[*]}', not '$expected'" >&2
    failed=1
  fi
}

for LOA_LANG in vi en; do
  export LOA_LANG
  offers "schedule status stop sign speech sign-programme setup" loa s
  offers "expand export" loa schedule e
  offers "verify" loa log v
  offers "--json" loa status --j
  offers "--timestamp-key --timestamp-key-passphrase-file" loa bundle --t
  offers "xlsx" loa schedule export week.json --to x
  offers "1 2 3" loa play "Bà con chú ý" --level ""
  offers "status stop" loa --station http://127.0.0.1:8470 st
  offers "" loa schedule load ./we
  offers "" loa schedule check week.json --policy ""
  offers "status" loa-firmware st
  offers "--half-duplex" loa-firmware status serial:/dev/ttyUSB0 --ha
done
exit "$failed"
