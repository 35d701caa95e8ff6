# Is it the failure of the reports? The message of the load, the record that lies, the Pod that does not start.
. /opt/kubemend-lab/machine/lib.sh
fail() { echo "$*"; exit 1; }
broken() { # CLUSTER NODE IMAGE
  local message=$MESSAGE state pod
  [ "$3" != twice:v1 ] || message='ctr: mismatched image rootfs and manifest layers'
  grep -qF -- "$message" "$WORK/load-$1-${3%%:*}" || fail "kind load of $3 did not say: $message"
  state=$(record "$2" "$3")
  [ "$state" = 'complete false' ] || fail "the record of $3 on $2 says: $state"
  pod=$(app "$2" "$3")
  within 40 waiting "$1" "$pod" CreateContainerError || fail "$pod does not say CreateContainerError"
}
each broken
echo "${MESSAGE}; complete, not unpacked; CreateContainerError"
