// The page: builds the parts and joins them.
import './page.css';
import { Screen } from './terminal/screen.ts';
import { SessionBridge } from './terminal/session-bridge.ts';
import { takeDrops } from './workspace/drop.ts';
import { chooseEngine } from './workspace/engine.ts';
import { canPick, pick, type FolderHandle } from './workspace/handles.ts';
import { HeldInput } from './workspace/held-input.ts';
import { Notice } from './workspace/notice.ts';
import { Permissions } from './workspace/permissions.ts';

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const screen = new Screen(element('terminal'));
const notice = new Notice(element('notice'));
const openButton = element('open');
const asked = new URLSearchParams(location.search);
const choice = chooseEngine(asked.get('engine'));

const permissions = new Permissions((handle, access) =>
  session.send({ type: 'permission', handle, access }),
);

const events = {
  denied(handle: FolderHandle, name: string): void {
    notice.show(
      `The browser has taken back the permission for '${name}'.`,
      'Grant it again',
      () => {
        void permissions.askFor(handle).then(() => screen.focus());
      },
    );
  },
  ended(): void {
    restart();
  },
  failed(reason: string): void {
    // Not by itself: what failed once may fail again, at once.
    notice.show(`The shell failed: ${reason}.`, 'Start it again', () => {
      restart();
      screen.focus();
    });
  },
};

/** The folders that were opened, in their order. */
const opened: FolderHandle[] = [];
/** The prompts of the sessions before this one. */
let promptsBefore = 0;

/** Begins a new session, in the folders that are open. */
function restart(): void {
  promptsBefore += session.prompts;
  session = beginSession();
  mount(opened.splice(0));
}

function beginSession(): SessionBridge {
  const worker = new Worker(new URL('./session/worker.ts', import.meta.url), { type: 'module' });
  const bridge = new SessionBridge(worker, screen, events);
  bridge.send({
    type: 'start',
    engine: choice.engine,
    programs: new URL('programs/', document.baseURI).href,
    columns: screen.terminal.cols,
    rows: screen.terminal.rows,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    folders: canPick(),
    readsStartUp: !asked.has('norc'),
    notices: choice.notices,
  });
  return bridge;
}

let session = beginSession();

/** The opening of folders, one gesture after another. */
let opening: Promise<void> = Promise.resolve();

/** Mounts and enters folders, in their order; what is typed from now on follows. */
function mount(folders: readonly FolderHandle[]): void {
  opening = opening.then(async () => {
    for (const handle of folders) {
      opened.push(handle);
      const access = await permissions.opened(handle);
      session.send({ type: 'mount', handle, readOnly: access !== 'read-write' });
    }
    screen.focus();
  });
  input.hold(opening);
}

const input = new HeldInput(
  (bytes) => session.send({ type: 'input', bytes }),
  () => permissions.pending,
  () => permissions.ask(),
);
screen.onInput((bytes) => input.type(bytes));
screen.onResize((columns, rows) => session.send({ type: 'resize', columns, rows }));

takeDrops(document.documentElement, {
  dropped: mount,
  refused: (text) => session.send({ type: 'notice', text }),
});

openButton.hidden = !canPick();
openButton.addEventListener('click', () => {
  pick().then(
    (handle) => mount([handle]),
    (error: unknown) => {
      screen.focus();
      if (!(error instanceof DOMException)) throw error;
      // Cancelling and a folder that the browser refuses look the same, but for those it has told the person itself.
      const text =
        error.name === 'AbortError'
          ? 'No folder was opened.'
          : `The browser did not open the folder: ${error.message}`;
      session.send({ type: 'notice', text });
    },
  );
});

addEventListener('beforeunload', (event) => {
  if (session.busy) event.preventDefault();
});

// For automation (README, "Automation"): the terminal, whose buffer is the text on the screen, and the prompts.
Object.assign(globalThis, {
  dirsh: {
    terminal: screen.terminal,
    prompts: () => promptsBefore + session.prompts,
    status: () => session.status,
  },
});
