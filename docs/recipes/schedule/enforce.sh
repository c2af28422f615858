#!/usr/bin/env bash
# Fixes policy violations automatically, every night. Run it in the directory of crosstag.yaml and crosstag-policy.yaml.
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
# Arguments are passed to `crosstag enforce`: ./enforce.sh --cloud aws --waivers waivers.yaml
#
# Exit codes are those of crosstag: 0 done or nothing to do; 3 something could not be read, and nothing was applied, or
# some changes failed; 4 an earlier run has not ended.
set -euo pipefail

folder=${ENFORCE_FOLDER:-crosstag-enforce}
canary=${ENFORCE_CANARY:-10}
max_failures=${ENFORCE_MAX_FAILURES:-1%}

# Plans and reports contain tag values.
umask 077
mkdir -p -- "$folder"

# Two runs at once would plan the same fixes. The lock ends with the process, so no stale lock remains.
if command -v flock > /dev/null; then
  exec 9> "$folder/lock"
  flock --nonblock 9 || {
    echo "An earlier run has not ended. Nothing was done." >&2
    exit 4
  }
fi

# If planning fails, the plan of the night before must not be applied.
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

# exec replaces this script, so that a signal stops the run gracefully, and its exit code is returned.
exec crosstag apply "$plan" --no-input --progress off --canary "$canary" --max-failures "$max_failures" \
  --journal "$folder/runs" --report "junit=$folder/applied.xml"
