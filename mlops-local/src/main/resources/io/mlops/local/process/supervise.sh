# Runs "$@" in a process group of its own. Standard input is the owner's pipe: a line TERM or KILL signals the group,
# and its end, which also comes when the owner dies, kills it.
# A terminal's Ctrl-C comes here too: it is caught, not ignored, since what is ignored stays ignored in the child.
trap : TERM INT HUP
exec 3<&0 </dev/null
set -m
"$@" 3<&- &
child=$!
{
  set +m
  trap '' TERM INT HUP
  while read -r signal <&3; do
    kill -s "$signal" -- "-$child" 2>/dev/null
  done
  kill -s KILL -- "-$child" 2>/dev/null
} &
watcher=$!
exec 3<&- 2>/dev/null
wait "$child"
status=$?
while [ "$status" -gt 128 ] && kill -0 "$child" 2>/dev/null; do
  wait "$child"
  status=$?
done
kill -s KILL -- "-$child" 2>/dev/null
kill -s KILL -- "-$watcher" 2>/dev/null
exit "$status"
