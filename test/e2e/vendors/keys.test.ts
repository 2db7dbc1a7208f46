import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { findApi } from '../../../src/vendors/registry.ts';
import { reportFigure } from '../../figures.ts';
import {
  type Canary,
  canariesIn,
  canary,
  makeTokens,
  plantCanaries,
} from '../../reliability/keys/canaries.ts';
import { type EchoServer, startEchoServer } from '../../reliability/keys/echoServer.ts';
import { type Listening, listen } from '../../vendors/loopback/listen.ts';
import { type BigModelServer, startBigModelServer } from '../../vendors/zhipu/bigModelServer.ts';
import { ask, askAndRead, ended, newChat } from '../harness/chat.ts';
import { everywhere, keepMessages } from '../harness/everywhere.ts';
import { useWindow } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

const tokens = makeTokens();

/** Canaries for a vendor's first way to sign in, or the named one. */
function plant(vendorId: string, apiId: string, modeId?: string) {
  const { api } = findApi(vendorId, apiId) ?? assert.fail();
  const mode = api.authModes.find(({ id }) => id === modeId) ?? api.authModes[0] ?? assert.fail();
  return plantCanaries(api, mode);
}

/*
 * Keys go through the whole of a real window: typed, tried, used, refused, deleted. Then everything that can be looked
 * into from outside is searched for them. In a browser VS Code keeps SecretStorage in the browser's own storage, and
 * that one entry is where they may be.
 */
/** A name of a model that VS Code would make a link of which hides the side bar, and an icon. */
const spell = '[Run](command:workbench.action.toggleSidebarVisibility) $(rocket)';
/** As it is shown where it is harmless. */
const shownSpell = '[Run] (command:workbench.action.toggleSidebarVisibility)';

describe('keys in a window', () => {
  const zhipu = plant('zhipu', 'bigmodel');
  const iam = plant('qianfan', 'v2', 'iam');
  const spark = plant('spark', 'websocket');
  const own = plant('custom', 'openai');
  const canaries: readonly Canary[] = [
    ...[zhipu, iam, spark, own].flatMap((planted) => planted.canaries),
    ...Object.entries(tokens).map(([name, value]) => canary(name, value)),
  ];
  let bigModel: BigModelServer;
  let echo: EchoServer;
  const searched = new Set<string>();
  let leaks = 0;

  before(async () => {
    echo = await startEchoServer(tokens);
    bigModel = await startBigModelServer({
      keys: [{ key: zhipu.credentials['apiKey'] ?? '', plan: 'pay-as-you-go' }],
    });
  });

  after(async () => {
    await Promise.all([bigModel.close(), echo.close()]);
    reportFigure(`keys found outside SecretStorage: ${leaks} in ${searched.size} places of a window`);
  });

  const current = useWindow({
    // The key wizard looks for servers where Ollama and LM Studio usually are, and 0.0.0.0 stands for a computer nearby.
    mayGoElsewhere: true,
    settings: { 'terminal.integrated.gpuAcceleration': 'off', 'workbench.editor.useModal': 'off' },
  });

  const dialog = () => current().page.locator('.monaco-dialog-box');

  /** Where keys are, of all places that can be looked into: nowhere but in SecretStorage. */
  async function foundIn(): Promise<string[]> {
    const places = await everywhere(current());
    for (const { name } of places) searched.add(name);
    const found = places
      .filter(({ name }) => !/secret/i.test(name))
      .flatMap(({ name, text }) => canariesIn(text, canaries).map((each) => `${each}: ${name}`));
    leaks += found.length;
    return found;
  }

  async function enterKey(
    vendor: string,
    address: string,
    steps: readonly string[],
    picks: readonly string[],
  ) {
    const { quickInput, runCommand } = current();
    await runCommand('Hanlin: Manage Keys');
    await quickInput.title('Manage keys');
    await quickInput.type(vendor);
    // Of several APIs of a vendor the first one.
    await quickInput.pick(vendor);
    await quickInput.pick('Another address…');
    await quickInput.message('The address up to');
    await quickInput.type(address);
    await quickInput.accept();
    for (const pick of picks) await quickInput.pick(pick);
    for (const [at, step] of steps.entries()) {
      await current().page.locator('.quick-input-title', { hasText: 'key' }).waitFor();
      await current()
        .page.locator('.quick-input-count, .quick-input-title', { hasText: `(${at + 2 + picks.length}/` })
        .waitFor();
      await quickInput.type(step);
      await quickInput.accept();
    }
  }

  /** What a server says that repeats everything it was sent. */
  function repeatEverything(status: number): void {
    echo.plan = {
      refuseHandshake: true,
      answer: ({ request, proofs }, response) => {
        const message = `${proofs.join(' ')} ${request}`;
        const error = { code: proofs[0], message };
        response
          .writeHead(status, { 'content-type': 'application/json', 'x-request-id': proofs[0] ?? '' })
          .end(JSON.stringify({ error, message }));
      },
    };
  }

  it('are refused by servers that repeat them, and are not stored', async () => {
    await keepMessages(current());
    repeatEverything(401);
    await enterKey('Custom server', `${echo.origin}/v1`, Object.values(own.credentials), []);
    await dialog().getByText('The key was not stored.').waitFor();
    assert.deepEqual(await foundIn(), []);
    await dialog().getByRole('button', { name: 'Cancel' }).click();

    await enterKey('iFlytek Spark', `ws://127.0.0.1:${echo.port}`, Object.values(spark.credentials), []);
    await dialog().getByText('The key was not stored.').waitFor();
    assert.deepEqual(await foundIn(), []);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    assert.ok(echo.overheard.length >= 2);
  });

  it('are stored although the server fails, and stay secret in a conversation that fails', async () => {
    repeatEverything(500);
    const { toast } = current();
    await enterKey('Baidu Qianfan', `${echo.origin}/v2`, Object.values(iam.credentials), ['IAM access keys']);
    await dialog().getByRole('button', { name: 'Store anyway' }).click();
    await toast('The Baidu Qianfan key is stored.');
    repeatEverything(401);
    await newChat(current());
    const panel = await ask(current(), 'Why?');
    await panel.locator('.notice').last().waitFor();
    assert.deepEqual(await foundIn(), []);
  });

  it('are used in conversations that succeed, are copied, exported and run in the terminal', async () => {
    const window = current();
    const { quickInput, toast, page, runCommand } = window;
    await enterKey('Zhipu', bigModel.payAsYouGoBase, [zhipu.credentials['apiKey'] ?? ''], ['API key']);
    await toast('The Zhipu key is stored.');
    await runCommand('Hanlin: Choose Model');
    await quickInput.type('Zhipu · GLM (BigModel)');
    await quickInput.pick(/^\s*GLM/);
    await window
      .panel('.model-pill')
      .then((shown) => shown.locator('.model-pill', { hasText: 'GLM' }).waitFor());
    bigModel.next({ type: 'reply', text: ['```bash\n', '$ env > environment.txt\n', '```\n'] });
    await newChat(window);
    const panel = await askAndRead(window, 'What is in the environment?');
    const answer = await ended(panel);
    await answer.getByRole('button', { name: 'More actions' }).click();
    await panel.getByRole('menuitem', { name: 'Run in terminal' }).click();
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
    await waitFor('what the command writes', async () =>
      readFile(join(window.workspace, 'environment.txt'), 'utf8').then(
        (text) => text || undefined,
        () => undefined,
      ),
    );
    assert.deepEqual(await foundIn(), []);
    await runCommand('Hanlin: Copy as Markdown');
    await waitFor('the conversation in the clipboard', async () => {
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return text.includes('What is in the environment?') || undefined;
    });
    await runCommand('Hanlin: Export as Markdown');
    await page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row').first().waitFor();
    await quickInput.type(join(window.workspace, 'exported.md'));
    await quickInput.accept();
    await toast('Written to exported.md.');
    assert.deepEqual(await foundIn(), []);
  });

  it('are nowhere in the log and the diagnosis', async () => {
    const { runCommand, page, panel: panelOf } = current();
    await runCommand('Hanlin: Show Log');
    await page.locator('.part.panel .view-lines', { hasText: 'Started' }).first().waitFor();
    await runCommand('Hanlin: Diagnose Connections');
    const panel = await panelOf('.diagnosis');
    await panel.getByRole('button', { name: 'Copy report' }).click();
    await panel
      .getByText(/of 2 connections work\./)
      .first()
      .waitFor();
    assert.deepEqual(await foundIn(), []);
  });

  it('do not follow an address that the settings name until the user has seen it and agreed', async () => {
    const window = current();
    echo.forget();
    await window.changeUserSettings({ 'hanlin.endpoints': { 'zhipu/bigmodel': `${echo.origin}/v4` } });
    await newChat(window);
    const panel = await ask(window, 'And now?');
    const notice = panel.locator('.notice').last();
    await notice.getByText('The address of Zhipu has changed').waitFor();
    await notice.getByRole('button', { name: 'Check the address' }).click();
    await dialog().getByText(`Send the key to ${echo.origin}?`).waitFor();
    await dialog().getByText(`It was entered for ${bigModel.origin}.`).waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    assert.equal(echo.overheard.length, 0);

    // Cyrillic а: what looks like a vendor's name is spelled out.
    await window.changeUserSettings({
      'hanlin.endpoints': { 'zhipu/bigmodel': 'https://open.bigmodel.с\u0430/v4' },
    });
    await notice.getByRole('button', { name: 'Check the address' }).click();
    await dialog()
      .getByText(/Send the key to https:\/\/open\.bigmodel\.xn--[a-z0-9-]+\?/)
      .waitFor();
    await dialog().getByText('Beware: the name is shown as').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();

    await window.changeUserSettings({ 'hanlin.endpoints': { 'zhipu/bigmodel': `${echo.origin}/v4` } });
    repeatEverything(401);
    await notice.getByRole('button', { name: 'Check the address' }).click();
    await dialog().getByRole('button', { name: 'Send the key there' }).click();
    await panel.getByText('Zhipu rejected this key').last().waitFor();
    assert.ok(echo.overheard.length > 0);
    assert.deepEqual(await foundIn(), []);
    await window.changeUserSettings({ 'hanlin.endpoints': {} });
  });

  it('go over plain http to no other computer without being asked about it', async () => {
    const { quickInput, runCommand } = current();
    await runCommand('Hanlin: Manage Keys');
    await quickInput.type('Custom server');
    await quickInput.pick(/Custom server/);
    await quickInput.pick('Another address…');
    await quickInput.message('The address up to');
    await quickInput.type('http://192.0.2.1:8000/v1');
    await quickInput.accept();
    await dialog().getByText('Send the key to http://192.0.2.1:8000 without encryption?').waitFor();
    await dialog().getByText('everybody in that network and on the way to it can read').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    // The address is there to be changed.
    await quickInput.message('The address up to');
    echo.forget();
    repeatEverything(401);
    await quickInput.type(`http://0.0.0.0:${echo.port}/v1`);
    await quickInput.accept();
    await dialog().getByRole('button', { name: 'Send unencrypted' }).click();
    await quickInput.message('API key');
    assert.equal(echo.overheard.length, 0);
    await quickInput.type(own.credentials['apiKey'] ?? '');
    await quickInput.accept();
    await quickInput.message('Extra headers');
    await quickInput.accept();
    await dialog().getByText('The key was not stored.').waitFor();
    assert.ok(echo.overheard.length > 0);
    assert.deepEqual(await foundIn(), []);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
  });

  it('are gone when they are deleted', async () => {
    const { quickInput, runCommand, toast, panel: panelOf } = current();
    for (const vendor of ['Zhipu', 'Baidu Qianfan']) {
      await runCommand('Hanlin: Manage Keys');
      await quickInput.type(vendor);
      await quickInput.pick(vendor);
      await quickInput.pick(/Delete the key$/);
      await toast(`The ${vendor} key is deleted.`);
    }
    await newChat(current());
    await panelOf('.empty-state');
    const places = await everywhere(current());
    assert.deepEqual(
      places.filter(({ text }) => text.includes('hanlin.connection.')).map(({ name }) => name),
      [],
    );
    assert.deepEqual(await foundIn(), []);
  });

  describe('of a server that says which models it has', () => {
    let server: Listening;
    let asked = Promise.withResolvers<void>();
    let answer: Promise<readonly string[]>;

    before(async () => {
      answer = Promise.resolve([spell]);
      server = await listen({}, async ({ method }, response) => {
        if (method === 'POST') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          const choices = [{ index: 0, delta: { content: 'Yes.' }, finish_reason: 'stop' }];
          response.end(`data: ${JSON.stringify({ choices })}\n\ndata: [DONE]\n\n`);
          return;
        }
        asked.resolve();
        response.end(JSON.stringify({ object: 'list', data: (await answer).map((id) => ({ id })) }));
      });
      const { runCommand, quickInput, toast } = current();
      await runCommand('Hanlin: Manage Keys');
      await quickInput.title('Manage keys');
      await quickInput.type('Custom server');
      await quickInput.pick(/Custom server/);
      await quickInput.pick('Another address…');
      await quickInput.message('The address up to');
      await quickInput.type(`${server.origin}/v1`);
      await quickInput.accept();
      await quickInput.message('API key');
      await quickInput.accept();
      await quickInput.message('Extra headers');
      await quickInput.accept();
      await toast('The Custom server key is stored.');
    });

    after(() => server.close());

    const chosen = (name: string) =>
      current().page.locator('[id="hanlin-dev.hanlin.hanlin.model"]', { hasText: name });

    it('lead to names that are text, whatever VS Code would see in them', async () => {
      const { page, runCommand, quickInput } = current();
      await runCommand('Hanlin: Choose Model');
      await quickInput.type('Run');
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: shownSpell });
      await row.first().waitFor();
      assert.equal(await row.first().locator('.codicon-rocket').count(), 0, 'there is an icon');
      await row.first().click();
      const item = chosen(shownSpell);
      await item.waitFor();
      assert.equal(await item.locator('.codicon-rocket').count(), 0, 'there is an icon');
      await item.hover();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'Manage keys' });
      await hover.waitFor();
      assert.deepEqual(
        (await hover.locator('a').allTextContents()).map((text) => text.trim()).filter((text) => text !== ''),
        ['Choose a model', 'Manage keys', 'Open the chat', 'Diagnose connections'],
      );
    });

    it('lead to the model that was clicked, though the server names others at that moment', async () => {
      const { page, runCommand, quickInput } = current();
      const held = Promise.withResolvers<readonly string[]>();
      answer = held.promise;
      asked = Promise.withResolvers();
      await runCommand('Hanlin: Choose Model');
      await asked.promise;
      await quickInput.type('clicked-model');
      const row = page.locator('.quick-input-list .monaco-list-row', {
        hasText: 'use this id at Custom server',
      });
      await row.waitFor();
      const busy = page.waitForEvent('console', (message) => message.text() === 'busy');
      const click = row.evaluate((element) => {
        // The window learns of the other models after the click, and the extension before it.
        console.info('busy');
        const end = performance.now() + 2_000;
        while (performance.now() < end);
        for (const type of ['mousedown', 'mouseup', 'click']) {
          element.dispatchEvent(new MouseEvent(type, { bubbles: true, detail: 1 }));
        }
      });
      await busy;
      held.resolve(['one', 'two', 'three']);
      await click;
      await chosen('clicked-model').waitFor();
    });
  });
});
