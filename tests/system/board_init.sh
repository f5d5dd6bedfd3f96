#!/bin/busybox sh
# The first program of the emulated board (scripts/board-memory): starts the station with a commune's
# week as its technician would, and says how much memory it has at rest. There is no second program.
/bin/busybox mkdir -p /applets /proc /sys /dev /tmp /run /var/lib/loa /etc/loa
/bin/busybox --install -s /applets
export PATH=/applets:/usr/bin:/usr/sbin:/bin HOME=/tmp LOA_LANG=en LOA_CONFIG=/etc/loa/station.json
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
ip link set lo up
echo '{"name": "emulated", "state": "/var/lib/loa", "clock": "system", "output": "wav:/dev/null"}' >$LOA_CONFIG

# Milliseconds since the kernel began.
now() { awk '{printf "%d\n", $1 * 1000}' /proc/uptime; }
ready() {
  began=$(now)
  loa-station --config $LOA_CONFIG >/tmp/log 2>&1 &
  station=$!
  until grep -q "is ready" /tmp/log; do
    kill -0 $station 2>/dev/null || { cat /tmp/log; poweroff -f; }
    sleep 0.1
  done
  echo "board: ready after $(($(now) - began)) ms"
}

echo "board: $(uname -m), $(awk '/MemTotal/ {print $2}' /proc/meminfo) kB"
ready
loa schedule load /commune-week.json
kill $station
wait $station
ready
sleep "$(sed 's/.*loa.rest=\([0-9]*\).*/\1/' /proc/cmdline)"
pss() { awk '/^Pss:/ {print $2}' "/proc/$1/smaps_rollup"; }
echo "board: PSS at rest $(pss $station) kB, of all its processes: $(
  for one in $station $(pgrep -P $station); do pss "$one"; done | awk '{sum += $1} END {print sum}') kB"
poweroff -f
