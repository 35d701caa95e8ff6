/** The components by name. A new one is a file here and a line below. */
import type { Component } from './component.ts';
import { containerd } from './containerd.ts';
import { crio } from './crio.ts';
import { docker } from './docker.ts';
import { iptables } from './iptables.ts';
import { k3d } from './k3d.ts';
import { k3s } from './k3s.ts';
import { kernel } from './kernel.ts';
import { kind } from './kind.ts';
import { kubeadm } from './kubeadm.ts';
import { kubernetes } from './kubernetes.ts';
import { microk8s } from './microk8s.ts';
import { minikube } from './minikube.ts';
import { podman } from './podman.ts';
import { rke2 } from './rke2.ts';

/** In the order in which people read them: what was installed, what runs containers, what a node is made of. */
const registry = {
  microk8s,
  k3s,
  rke2,
  kind,
  k3d,
  minikube,
  kubeadm,
  docker,
  containerd,
  crio,
  podman,
  kubernetes,
  iptables,
  kernel,
};

export type ComponentName = keyof typeof registry;

export const componentNames = Object.keys(registry) as ComponentName[];

export const isComponentName = (name: string): name is ComponentName => Object.hasOwn(registry, name);

export const component = (name: ComponentName): Component<ComponentName> => registry[name];
