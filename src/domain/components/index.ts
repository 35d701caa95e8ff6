/** The components by name. A new one is a file here and a line below. */
import type { Component } from './component.ts';
import { containerd } from './containerd.ts';
import { docker } from './docker.ts';
import { k3s } from './k3s.ts';
import { kernel } from './kernel.ts';
import { kind } from './kind.ts';
import { kubernetes } from './kubernetes.ts';
import { microk8s } from './microk8s.ts';
import { minikube } from './minikube.ts';

const registry = {
  microk8s,
  k3s,
  kind,
  minikube,
  docker,
  containerd,
  kubernetes,
  kernel,
};

export type ComponentName = keyof typeof registry;

export const componentNames = Object.keys(registry) as ComponentName[];

export const component = (name: ComponentName): Component<ComponentName> => registry[name];
