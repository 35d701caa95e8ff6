/** What the files of a new article say. Every line that somebody has to write bears a `TODO` that says what. */

const RANGES: Record<string, [string, string]> = {
  k3s: ['k3s', '>=1.32.0+k3s1 <1.32.1+k3s1'],
  k3d: ['k3s', '>=1.32.0+k3s1 <1.32.1+k3s1'],
  kind: ['kind', '>=0.20.0 <0.20.1'],
  microk8s: ['microk8s', '>=1.32.0 <1.32.1'],
  minikube: ['minikube', '>=1.32.0 <1.32.1'],
  kubeadm: ['kubernetes', '>=1.32.0 <1.32.1'],
};

export const skeletonEnglish = ({ id, distro }: { id: string; distro: string }): string => {
  const [component, range] = RANGES[distro] ?? ['k3s', '>=1.32.0+k3s1 <1.32.1+k3s1'];
  return `---
id: ${id}
title: 'TODO: the symptom in the words of the person who has it, 90 characters at most'
symptom: 'TODO: what is seen, in a sentence or two'
summary: 'TODO: what it is and what mends it, in a few sentences'
# TODO: the distribution, and the versions that have the fault
distro: ${distro}
affects:
  - component: ${component}
    range: '${range}'
signatures:
  - id: symptom-line
    pattern: 'TODO: a line of a log, or /RE2/ for such lines'
    where: other
    specificity: strong
    matches:
      - 'TODO: a line of a log, or /RE2/ for such lines, as it was seen'
    rejects:
      - 'TODO: a line that looks alike and means something else'
resolutions:
  - id: mend
    title: 'TODO: what the fix does'
    recommended: true
    steps: [mend-it]
    cost:
      downtime: 'TODO: what stops, and for how long'
      loses: 'TODO: what is lost'
      survives:
        reboot: 'TODO: whether the fix outlives a reboot'
        upgrade: 'TODO: whether the fix outlives an upgrade'
# TODO: how long until it is healthy (within), and for how long it must stay so (stable)
verify: { within: 60s, every: 2s, stable: 10s, samples: 3 }
upstream:
  - ref: owner/repo#1
    relation: cause
    title: 'TODO: the title of the issue upstream, and its reference above'
---

{/* TODO: what happens and why, so that a reader learns something */}

## Is this you?

\`\`\`bash runbook=diagnose
#| id: fault
#| title: 'TODO: the question that this probe answers'
#| needs: []
#| present: /^fault$/
#| absent: /^no fault$/
echo 'no fault' # TODO: look, only read, print one of the two lines
\`\`\`

## Mend it

\`\`\`bash runbook=fix
#| id: mend-it
#| title: 'TODO: what this does'
#| risk: reversible
#| undo: take-back
#| repeatable: true
true # TODO: what a person would type
\`\`\`

\`\`\`bash runbook=undo
#| id: take-back
#| title: 'TODO: how it is taken back'
true # TODO: what a person would type
\`\`\`

## Is it well?

\`\`\`bash runbook=verify
#| id: healthy
#| title: 'TODO: the question whose answer shows that the cluster works again'
#| present: /^healthy$/
echo 'not yet' # TODO: ask what a user would ask: "the fault is gone" is not enough
\`\`\`
`;
};

export const skeletonTranslation = `---
title: 'TODO: 用遇到问题的人的话描述症状'
symptom: 'TODO: 看到什么'
summary: 'TODO: 是什么，怎么修'
steps:
  fault: 'TODO: 诊断步骤的标题'
  mend-it: 'TODO: 修复步骤的标题'
  take-back: 'TODO: 撤销步骤的标题'
  healthy: 'TODO: 验证步骤的标题'
resolutions:
  mend:
    title: 'TODO: 修复方法的标题'
    cost:
      downtime: 'TODO: 停什么，停多久'
      loses: 'TODO: 会丢失什么'
      survives:
        reboot: 'TODO: 重启后是否仍然有效'
        upgrade: 'TODO: 升级后是否仍然有效'
---

{/* TODO: 发生了什么，为什么 */}

## 你遇到的是这个问题吗？

<Step id="fault" />

## 修复

<Step id="mend-it" />

<Step id="take-back" />

## 好了吗？

<Step id="healthy" />
`;

export const skeletonLab = (slug: string): string => `# The lab of ${slug}

TODO: the environment: which real components, at which versions, and what stands in for what
TODO: how the fault is made, and how it is unmade without a trace
TODO: the mutations that a verify has to catch: a fix that does nothing, a fix that deletes the workload
`;
