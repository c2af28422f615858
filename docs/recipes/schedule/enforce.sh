#!/usr/bin/env bash
# Mends every night what a policy finds and nobody has to guess. Run it where crosstag.yaml and crosstag-policy.yaml are.
#
# cron:
#   0 2 * * * cd /srv/tags && ENFORCE_FOLDER=/var/lib/crosstag ./enforce.sh
#
# systemd, crosstag-enforce.service and crosstag-enforce.timer:
#   [Service]
#   Type=oneshot
#   WorkingDirectory=/srv/tags
#   StateDirectory=crosstag
#   Environment=ENFORCE_FOLDER=/var/lib/crosstag
#   ExecStart=/srv/tags/enforce.sh
#
#   [Timer]
#   OnCalendar=*-*-* 02:00
#   Persistent=true
#
#   [Install]
#   WantedBy=timers.target
#
# Arguments go to `crosstag enforce`: ./enforce.sh --cloud aws --waivers waivers.yaml
#
# Exit codes are those of crosstag: 0 done or nothing to do; 3 something could not be read, and nothing was applied, or
# some changes failed; 4 another night's run is still going.
set -euo pipefail

folder=${ENFORCE_FOLDER:-crosstag-enforce}
canary=${ENFORCE_CANARY:-10}
max_failures=${ENFORCE_MAX_FAILURES:-1%}

# Plans and reports hold the values of tags.
umask 077
mkdir -p -- "$folder"

# Two at once would find the same to mend. The lock goes with the process, so that none is left behind.
if command -v flock > /dev/null; then
  exec 9> "$folder/lock"
  flock --nonblock 9 || {
    echo "Another run is still going; nothing was done." >&2
    exit 4
  }
fi

# Where planning fails, the plan of the night before must not be there to be applied.
plan=$folder/plan.json
rm -f -- "$plan" "$folder/applied.xml"

code=0
crosstag enforce --no-input --out "$plan" "$@" > "$folder/enforce.txt" || code=$?
if [ "$code" -eq 3 ]; then
  echo "Something could not be read; nothing was applied. The plan for the rest: $plan" >&2
fi
[ "$code" -eq 0 ] || exit "$code"

# 2: there is something to change.
code=0
crosstag plan "$plan" --no-input --quiet --detailed-exitcode > /dev/null || code=$?
case $code in
  0)
    echo "Nothing to change." >&2
    exit 0
    ;;
  2) ;;
  *) exit "$code" ;;
esac

# In the place of this script, so that whoever stops it stops the run in good order, and gets its exit code.
exec crosstag apply "$plan" --no-input --progress off --canary "$canary" --max-failures "$max_failures" \
  --journal "$folder/runs" --report "junit=$folder/applied.xml"
