/** A command as it is written on the command line, and the file that answers it, which is loaded only when it is asked for. */
import type { Command } from 'commander';
import { processIo } from '../io.ts';
import type { Io } from '../io.ts';

/** What answers a command: its positional arguments in order, its options as the library parsed them; the exit code. */
export type Answer<O extends object> = (io: Io, args: string[], options: O) => Promise<number>;

/** The commands below one are answered as it is. */
export type Definition = { command(done: (code: number) => void): Command };

/** Connects a command with its answer. What `load` or the answer throws is told by whoever parses. */
export const define = <O extends object>(command: Command, load: () => Promise<Answer<O>>, below: Definition[] = []): Definition => ({
  command: (done) => {
    for (const one of below) command.addCommand(one.command(done));
    return command.action(async (...given: unknown[]) => {
      const options = command.optsWithGlobals<O & { lang?: string }>();
      const args = given
        .slice(0, -2)
        .flat()
        .filter((value): value is string => typeof value === 'string');
      const respond = await load();
      done(await respond(processIo(options.lang), args, options));
    });
  },
});
