/** A browser with tabs on a fake sandbox, as the tests of the page need it. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type FakeSandbox, startFakeSandbox } from './fake-sandbox.ts';
import { emptySnapshot, ids } from './fake-world.ts';

export interface PageLab {
  fake: FakeSandbox;
  /** A tab of its own, as this member (default: Ada), once the channel is there. */
  open(member?: string, viewport?: { width: number; height: number }): Promise<Page>;
  /** The body of the newest POST to this path. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the page sent
  last(path: string): any;
  /** What no page may do: throw, or ask for anything from elsewhere. */
  faults: string[];
  /** An empty world, and nothing posted yet. */
  renew(): void;
  close(): Promise<void>;
}

export const openPageLab = async (): Promise<PageLab> => {
  const [fake, browser]: [FakeSandbox, Browser] = await Promise.all([startFakeSandbox(), launchBrowser()]);
  const faults: string[] = [];
  return {
    fake,
    faults,
    async open(member = ids.ada, viewport = { width: 1280, height: 800 }) {
      const page = await browser.newPage({ viewport });
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(fake.url)) faults.push(request.url());
      });
      await page.goto(`${fake.url}/?member=${member}`);
      await page.getByRole('combobox', { name: 'Message #songs' }).waitFor();
      return page;
    },
    last: (path) => fake.posted.findLast((posted) => posted.path === path)?.body,
    renew() {
      faults.length = 0;
      fake.world = emptySnapshot();
      fake.posted.length = 0;
      fake.answer = () => undefined;
    },
    async close() {
      await browser.close();
      await fake.close();
    },
  };
};

/** What axe calls serious or critical, as `rule: element`. */
export const graveFaults = async (page: Page): Promise<string[]> => {
  // What still fades in has paler colours than it will have; what never ends is not waited for.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
    .map(({ finished }) => finished))`);
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
};
