/**
 * Versions of which a lab chooses one in its settings: one more is one more here, and its modules/<name>-<version>/. No proof is bound to this
 * list, only to the folders of those that its cells name.
 */
export const choices = {
  /**
   * Of a node; the first where a lab names none. 2.0.7 is the first of 2.0 that can be had with containerd#11576. Those of K3s are its fork: 2.0.2-k3s2 is in
   * v1.32.2+k3s1 and v1.31.6+k3s1, 2.0.4-k3s2 in v1.32.3+k3s1 and v1.31.7+k3s1.
   */
  containerd: ['1.7.24', '2.0.2', '2.0.7', '2.0.2-k3s2', '2.0.4-k3s2'],
  /** Docker Engine, built from its Go module beside Debian's. */
  docker: ['25.0.0', '25.0.1', '25.0.0-rc.1'],
  /** For the labs that name one. Of cri-dockerd, K3s's fork: its own author's module cannot be had. */
  'cri-dockerd': ['0.3.15-k3s1.31-3'],
  /** Debian's, of the release that a node is of. */
  openrc: ['0.45.2'],
} as const;
