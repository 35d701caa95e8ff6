# Is all as it should be, before anything is broken, and in a control after what the person did?
. /opt/kubemend-lab/machine/lib.sh
if [ "$CASE" = damaged ]; then
  [ "$(manifest v1)" = 500 ] || fail "the manifest that is cut off answers $(manifest v1)"
  within 60 waits app || fail 'its Pod does not wait'
  on_node curl -s -m 5 http://localhost:5000/v2/app/tags/list | grep -q '"v1"' || fail 'the tag is not listed'
  echo 'the tag is listed, its manifest answers 500, and the Pod waits'
  exit
fi
serves v1 || fail "the registry does not serve app:v1: HTTP $(manifest v1)"
within 60 ready app || fail 'the Pod does not run'
if [ "$CASE" = volume ]; then
  within 60 waits typo || fail 'the Pod of a tag that nobody pushed does not wait'
  echo 'the image outlived the restart, its Pod runs; a Pod of a tag that nobody pushed waits'
else
  echo 'the registry serves app:v1, and its Pod runs'
fi
