# shellcheck shell=bash
# K3s by k3d, which runs it in containers; the version is that of the image, such as v1.32.2-k3s1.
needs docker k3d
up() { k3d cluster create kubemend-try --image "rancher/k3s:$1" --wait --timeout 300s; }
break_it() { :; }
down() { k3d cluster delete kubemend-try; }
