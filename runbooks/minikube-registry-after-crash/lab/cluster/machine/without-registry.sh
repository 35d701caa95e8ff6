# What the instruction of `without-registry` asks of the person.
. /opt/kubemend-lab/machine/lib.sh
minikube image load localhost:5000/app:v1
gone app
pod app v1 IfNotPresent
