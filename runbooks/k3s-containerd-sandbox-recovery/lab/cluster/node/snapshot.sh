# What must not change by reading: where the data lies, what runs, how it is set up. Not what a containerd that restarts, or collects
# what nothing refers to, moves by itself.
rules() { "$1" 2>/dev/null | grep -v KUBE- | sed '/^#/d; s/\[.*//' || true; }
. /opt/kubemend-lab/node/form.sh
echo '## data'
ls "$ROOT" || true
echo '## shims'
# Those that stay: while containerd restarts, one that forks may be seen twice, and one that only starts or tidies up for another for a moment.
shims() { ps -eo args | sed -n 's/.*containerd-shim-runc-v2.* -id \([0-9a-f]*\) -address [^ ]*$/\1/p' | sort -u; }
until seen=$(shims) && sleep 0.3 && [ "$seen" = "$(shims)" ]; do :; done
echo "$seen"
for save in iptables-legacy-save iptables-nft-save; do
  echo "## $save"
  rules "$save"
done
echo '## links'
ip -o link | sed 's/ qdisc .*//'
echo '## files'
find /etc /opt /usr/local /usr/bin /root /var/lib/cni /tmp -xdev ! -type d -printf '%y %m %s %T@ %p %l\n' 2>/dev/null | sort || true
