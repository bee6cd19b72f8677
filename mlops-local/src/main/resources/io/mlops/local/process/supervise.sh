# Runs "$@" after the first argument in a process group of its own. Standard input is the owner's pipe: a line TERM or
# KILL signals the group, and its end, which also comes when the owner dies, kills it. The first argument is a mark that
# the child's environment carries: by it what left the group, as through setsid, is found and killed (Linux; elsewhere
# the group alone is).
# A terminal's Ctrl-C comes here too: it is caught, not ignored, since what is ignored stays ignored in the child.
trap : TERM INT HUP
exec 3<&0 </dev/null
mark=MLOPS_LOCAL_CHILD=$1
shift
set -m
env "$mark" "$@" 3<&- &
child=$!
end() {
  kill -s KILL -- "-$child" 2>/dev/null
  for _ in 1 2 3 4 5; do
    left=$(grep -lszFx "$mark" /proc/[0-9]*/environ 2>/dev/null)
    [ -n "$left" ] || break
    for place in $left; do
      place=${place#/proc/}
      kill -s KILL "${place%/environ}" 2>/dev/null
    done
  done
}
{
  set +m
  trap '' TERM INT HUP
  while read -r signal <&3; do
    kill -s "$signal" -- "-$child" 2>/dev/null
  done
  end
} &
watcher=$!
exec 3<&- 2>/dev/null
wait "$child"
status=$?
while [ "$status" -gt 128 ] && kill -0 "$child" 2>/dev/null; do
  wait "$child"
  status=$?
done
end
kill -s KILL -- "-$watcher" 2>/dev/null
exit "$status"
