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

for (const system of ['opfs', 'folder'] as const) {
  for (const [title, brief] of [
    ['a session', false],
    ['a program', true],
  ] as const) {
    test(`${system === 'opfs' ? 'OPFS' : 'a real folder'}, as ${title} has it`, async () => {
      const cases = await browser.holdToSuite(system, brief);
      for (const { title: what, failure } of cases)
        await test.step(what, () => expect.soft(failure, what).toBe(''));
      const count = `${cases.length} cases`;
      test.info().annotations.push({ type: 'conformance', description: count });
      expect(cases.length).toBeGreaterThan(80);
      expect(browser.errors).toEqual([]);
    });
  }
}
