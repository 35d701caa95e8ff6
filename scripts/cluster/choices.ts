/**
 * Versions of which a lab chooses one in its settings: one more is one more here, and its modules/<name>-<version>/. No proof is bound to this
 * list, only to the folders of those that its cells name.
 */
export const choices = {
  /** Of a node; the first where a lab names none. 2.0.2 is what K3s v1.32.2+k3s1 is based on; 2.0.7 is the first of 2.0 that can be had with containerd#11576. */
  containerd: ['1.7.24', '2.0.2', '2.0.7'],
  /** Docker Engine, built from its Go module beside Debian's. */
  docker: ['25.0.0', '25.0.1', '25.0.0-rc.1'],
} as const;
