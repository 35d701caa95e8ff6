# shellcheck shell=bash
# minikube with a Kubernetes version, such as v1.32.2, in a profile of its own.
needs docker minikube
up() { minikube start --profile kubemend-try --driver docker --kubernetes-version "$1" --wait all; }
break_it() { :; }
down() { minikube delete --profile kubemend-try; }
