import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMember, type Member } from '../../sandbox/member.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server/server.ts';

export interface OpenSandbox extends Sandbox {
  /** A member by name (`Mira`: operator and manager, `Jonas`: manager, `Lucía`, `Amélie`, `João`, `桜`), in #songs unless said. */
  member(name: string, channel?: string): Promise<Member>;
  /** Rules a test breaks on purpose: taken off the account before it is settled. */
  forgive(): void;
  /** Closes all. Throws when the bot broke a rule of Discord's that nobody forgave. */
  [Symbol.asyncDispose](): Promise<void>;
}

export type OpenSandboxOptions = Partial<SandboxOptions> & {
  /** Default true: violations fail the test when it ends. */
  strict?: boolean;
};

/** A sandbox in this process on a free port, with its state in a folder of its own that goes when it closes. */
export const openSandbox = async ({ strict = true, ...options }: OpenSandboxOptions = {}): Promise<OpenSandbox> => {
  const own = options.dir === undefined ? await mkdtemp(join(tmpdir(), 'songcircle-sandbox-')) : null;
  const sandbox = await startSandbox({ port: 0, ...options, dir: options.dir ?? own ?? '' });
  const members: Member[] = [];
  return {
    ...sandbox,
    async member(name, channel = sandbox.channels.songs) {
      const found = sandbox.members.find((candidate) => candidate.name === name);
      if (!found)
        throw new Error(`There is no ${name}; there are ${sandbox.members.map((member) => member.name).join(', ')}`);
      const member = await createMember({ url: sandbox.url, memberId: found.id, channel });
      members.push(member);
      return member;
    },
    forgive: sandbox.forgetViolations,
    async [Symbol.asyncDispose]() {
      for (const member of members) member.close();
      const violations = sandbox.violations();
      await sandbox.close();
      if (own) await rm(own, { recursive: true, force: true });
      if (strict && violations.length > 0) {
        throw new Error(
          `The bot broke ${violations.length} rules:\n${violations.map(({ method, path, rule }) => `${method} ${path} ${rule}`).join('\n')}`,
        );
      }
    },
  };
};
