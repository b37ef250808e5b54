// The pages of `examples/`: each does what its README says, on a real folder where it takes one.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import { fakeThermometer } from './setup/fake-usb.ts';

/** The address of a page of the examples. */
function address(name: string): string {
  return `${process.env['DIRSH_URL'] ?? ''}examples/${name}/index.html`;
}

// The module that is made for the engine, and no other.
test.afterEach(({ example, engine }) => {
  const instrumented = example.modules.filter((name) => name.includes('.asyncify'));
  expect(example.modules.length).toBeGreaterThan(0);
  expect(instrumented).toEqual(engine === 'asyncify' ? example.modules : []);
});

test('sleep: C waits for setTimeout', async ({ example }) => {
  const { page, output } = example;
  await page.clock.install({ time: 0 });
  await example.visit(address('sleep'));
  await page.clock.pauseAt(60_000);
  await page.getByRole('button').click();
  await expect(output).toHaveText('3\n');
  await page.clock.runFor(499);
  await expect(output).toHaveText('3\n');
  await page.clock.runFor(1);
  await expect(output).toHaveText('3\n2\n');
  await page.clock.runFor(500);
  await expect(output).toHaveText('3\n2\n1\n');
  await page.clock.runFor(500);
  await expect(output).toHaveText('3\n2\n1\n0\n');
});

for (const language of ['c', 'rust']) {
  test(`get-answer-${language}: a struct and an error are awaited`, async ({ example }) => {
    const { page, output } = example;
    const answered = 'Asking…\nThe answer to "life, the universe and everything" is 42.\n';
    await example.visit(address(`get-answer-${language}`));
    await page.getByRole('button').click();
    await expect(output).toHaveText(answered);
    await page.locator('#address').fill('../missing.json');
    await page.getByRole('button').click();
    await expect(output).toHaveText(/^Asking…\nError: http:.*\/examples\/missing\.json: 404/);
    // A program that ended so harms no other.
    await page.locator('#address').fill('../answer.json');
    await page.getByRole('button').click();
    await expect(output).toHaveText(answered);
  });

  test(`get-answer-${language}: a text that is too long is cut`, async ({ example }) => {
    const { page, output } = example;
    const answer = { value: -1, question: 'é'.repeat(100) };
    await page.route('**/answer.json', (route) => route.fulfill({ json: answer }));
    await example.visit(address(`get-answer-${language}`));
    await page.getByRole('button').click();
    // 59 bytes and the NUL: é has two.
    await expect(output).toHaveText(`Asking…\nThe answer to "${'é'.repeat(29)}" is -1.\n`);
  });
}

const missing = {
  c: 'name.txt: No such file or directory\n',
  go: 'open name.txt: No such file or directory\n',
  assemblyscript: 'name.txt cannot be opened\n',
};

for (const [language, complaint] of Object.entries(missing)) {
  test(`hello-${language}: a file of a real folder is read`, async ({ example, folder }) => {
    const file = join(folder, 'name.txt');
    writeFileSync(file, 'Ada\n');
    await example.visit(address(`hello-${language}`));
    await example.drop(folder);
    await expect(example.output).toHaveText('Hello, Ada!\n');
    writeFileSync(file, 'Zoë and 世界\n');
    await example.drop(folder);
    await expect(example.output).toHaveText('Hello, Zoë and 世界!\n');
    rmSync(file);
    await example.drop(folder);
    await expect(example.output).toHaveText(complaint);
  });
}

test('usb: C waits for each answer of a device', async ({ example }) => {
  await example.page.addInitScript(fakeThermometer, { answers: 4 });
  await example.visit(address('usb'));
  await example.page.getByRole('button').click();
  await expect(example.output).toHaveText(
    'Fake Instruments,Thermometer,1,1.0\n1: 20.5 °C\n2: 21.5 °C\n3: 22.5 °C\n',
  );
  const calls = await example.page.evaluate(() => globalThis.usbCalls);
  const question = ['transferOut 1 MEASURE:TEMPERATURE?\n', 'transferIn 1 63'];
  expect(calls).toEqual([
    'open',
    'selectConfiguration 1',
    'claimInterface 0',
    'transferOut 1 *IDN?\n',
    'transferIn 1 63',
    ...question,
    ...question,
    ...question,
    'close',
  ]);
});

test('usb: a device that is pulled out is an error of C', async ({ example }) => {
  await example.page.addInitScript(fakeThermometer, { answers: 2 });
  await example.visit(address('usb'));
  await example.page.getByRole('button').click();
  await expect(example.output).toHaveText(
    'Fake Instruments,Thermometer,1,1.0\n1: 20.5 °C\nthe device does not answer\n',
  );
  const calls = await example.page.evaluate(() => globalThis.usbCalls);
  expect(calls.at(-1)).toBe('close');
});

test('memory-go: what waits spoils no memory of Go', async ({ example }) => {
  await example.visit(address('memory-go'));
  await example.page.getByRole('button').click();
  await expect(example.output).toHaveText('100 MiB are as they were written.\n');
});

test('the index leads to each page', async ({ example }) => {
  const { page } = example;
  await example.visit(address('sleep').replace('sleep/', ''));
  const links = page.getByRole('link');
  const titles = await links.allTextContents();
  expect(titles.length).toBeGreaterThan(7);
  for (const title of titles) {
    await page.getByRole('link', { name: title, exact: true }).click();
    await expect(page.getByRole('heading')).toHaveText(title);
    await page.goBack();
  }
  await page.getByRole('link', { name: 'Sleep', exact: true }).click();
  await page.getByRole('button').click();
  await expect(example.output).toHaveText('3\n2\n1\n0\n');
});
