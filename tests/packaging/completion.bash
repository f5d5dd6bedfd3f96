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
  offers "witness" loa log w
  offers "--witness" loa log verify --w
  offers "--json" loa status --j
  offers "--timestamp-key --timestamp-key-passphrase-file" loa bundle --t
  offers "xlsx" loa schedule export week.json --to x
  offers "1 2 3" loa play "Bà con chú ý" --level ""
  offers "status stop" loa --station http://127.0.0.1:8470 st
  offers "" loa schedule load ./we
  offers "" loa schedule check week.json --policy ""
  offers "status" loa-firmware st
  offers "operator approver commander auditor admin" loa people role "Chị Lan" ""
  offers "approver auditor admin" loa people role "Chị Lan" a
  offers "" loa people role ""
  offers "commander" loa people add --role c
  offers "--role" loa people add "Chị Lan" --ro
  offers "1 2 3" loa command say "Vỡ đê" --for st-1 --level ""
  offers "panels" loa-firmware calibrate serial:/dev/ttyUSB0 p
  offers "token revoke place stations programme submit media rollout command people backup restore verify log" loa-centre --config /etc/loa/centre.json ""
  offers "rollout" loa-centre --config /etc/loa/centre.json ro
  offers "list add role code disable enable remove" loa-centre --config /etc/loa/centre.json people ""
  offers "continue" loa-centre --config /etc/loa/centre.json rollout c
  offers "--media --most-failures" loa-centre --config /etc/loa/centre.json programme goi.loa --m
  offers "--config --check" loa-centre --c
  offers "" loa-centre --config ./ce
  offers "--finish-restore" loa-station --config /etc/loa/station.json --f
  offers "" loa-station --config ./st
  offers "--half-duplex" loa-firmware status serial:/dev/ttyUSB0 --ha
done
exit "$failed"
