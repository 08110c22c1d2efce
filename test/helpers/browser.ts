/**
 * A real Chromium with nothing installed by hand: browser, its libraries and fonts come from npm and this folder.
 * No fonts of the machine are seen, so that a page looks the same everywhere.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const shippedFonts = fileURLToPath(new URL('../browser-fonts', import.meta.url));

/** `node_modules/@sparticuz/chromium/build/index.js`, and the version that names the folder it is unpacked in. */
const packaged = async (): Promise<{ entry: string; version: string }> => {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest: { version: string } = JSON.parse(await readFile(path.join(entry, '../../package.json'), 'utf8'));
  return { entry, version: manifest.version };
};

/** The package unpacks to `os.tmpdir()`, and its libraries only where it believes to be on Lambda: both are told here. */
const unpack = async (entry: string, into: string): Promise<void> => {
  const script = `const { default: chromium } = await import(${JSON.stringify(entry)}); await chromium.executablePath();`;
  const env = { PATH: '', TMPDIR: into, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
};

const fontsConfig = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <dir>${shippedFonts}</dir>
  <cachedir>${path.join(folder, 'fontconfig')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family><family>Noto Sans JP</family><family>Noto Color Emoji</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

/** Unpacked once per version and user; whoever comes second at the same moment takes the first one's. */
const prepared = async (): Promise<string> => {
  const { entry, version } = await packaged();
  const folder = path.join(tmpdir(), `songcircle-chromium-${version}-${userInfo().uid}`);
  if (existsSync(folder)) return folder;
  const staging = await mkdtemp(`${folder}-`);
  await unpack(entry, staging);
  await rename(staging, folder).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
};

/**
 * Starts a Chromium that plays MP3, draws Japanese and emoji and reaches nobody by itself; close it after use.
 * On machines the package has no build for, an installed Chrome is used.
 */
export const launchBrowser = async (): Promise<Browser> => {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--mute-audio'];
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome', args });
  const folder = await prepared();
  // Written each time: where the fonts lie depends on the checkout, the folder is shared by all.
  const home = await mkdtemp(path.join(tmpdir(), 'songcircle-browser-'));
  await mkdir(path.join(home, 'runtime'));
  const config = path.join(home, 'fonts.conf');
  await writeFile(config, fontsConfig(folder));
  const browser = await chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args,
    env: { HOME: home, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: config },
  });
  browser.once('disconnected', () => void rm(home, { recursive: true, force: true }));
  return browser;
};
