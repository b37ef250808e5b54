// The suite of all file systems (`wasi/vfs/conformance.ts`) on the browser's own handles, and the operations of the fault
// matrix: what the browser does otherwise than the fake handles of the unit tests is a defect of the fake.
import { ConformanceBrowser } from './conformance/browser.ts';
import { buildPage } from './setup/build-page.ts';
import { expect, test } from './setup/fixtures.ts';
import { serveFolder, type StaticServer } from './setup/static-server.ts';

let server: StaticServer;
let browser: ConformanceBrowser;

test.beforeAll(async () => {
  server = await serveFolder(
    await buildPage(new URL('conformance/page/', import.meta.url), 'file-systems'),
  );
  browser = await ConformanceBrowser.open('jspi', server.url);
});

test.afterAll(async () => {
  await browser?.close();
  server?.close();
});

const systems = [
  { title: 'OPFS', system: 'opfs', scratch: false },
  { title: 'OPFS with sync access handles', system: 'opfs', scratch: true },
  { title: 'a real folder', system: 'folder', scratch: false },
] as const;

for (const { title, ...asked } of systems) {
  for (const [whose, brief] of [
    ['a session', false],
    ['a program', true],
  ] as const) {
    test(`${title}, as ${whose} has it`, async () => {
      const cases = await browser.holdToSuite({ ...asked, brief });
      for (const { title: what, failure } of cases)
        await test.step(what, () => expect.soft(failure, what).toBe(''));
      const count = `${cases.length} cases`;
      test.info().annotations.push({ type: 'conformance', description: count });
      expect(cases.length).toBeGreaterThan(80);
      expect(browser.errors).toEqual([]);
    });
  }
}
