# shellcheck shell=bash
# kind with its stock image of a Kubernetes version, such as v1.32.2.
needs docker kind kubectl
up() { kind create cluster --name kubemend-try --image "kindest/node:$1" --wait 300s; }
break_it() { :; }
down() { kind delete cluster --name kubemend-try; }
