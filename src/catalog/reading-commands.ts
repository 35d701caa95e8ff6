/** The commands that a reading step may use, and how far: one list a subject, in reading/. Add a command there if a finding calls it unknown and it only reads. */
import { builtins, machine, text } from './reading/basic.ts';
import { files } from './reading/files.ts';
import { kubernetes } from './reading/kubernetes.ts';
import { http, network } from './reading/network.ts';
import type { Rule } from './reading/rules.ts';
import { runners } from './reading/runners.ts';
import { services } from './reading/services.ts';
import { awk, find, sed } from './reading/text-programs.ts';

const programs: Record<string, Rule> = { awk, gawk: awk, mawk: awk, sed, gsed: sed, find };

const rules = new Map(
  Object.entries({ ...builtins, ...text, ...machine, ...files, ...http, ...network, ...kubernetes, ...services, ...runners, ...programs }),
);

/** The rule for a command, whatever folder it is called from. */
export const ruleFor = (name: string): Rule | undefined => rules.get(name.slice(name.lastIndexOf('/') + 1));
