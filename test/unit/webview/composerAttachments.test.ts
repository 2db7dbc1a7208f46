import { describe, it } from 'mocha';
import type { Attachment } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestComposer, type TestComposer } from './composerFakes.ts';
import { attachment, model, press } from './fakes.ts';

const problems: Attachment = { id: 'p', kind: 'problems', name: '2 problems', path: '' };
const picture: Attachment = {
  id: 'i',
  kind: 'image',
  name: 'screen.png',
  path: 'screen.png',
  picture: 'data:image/png;base64,AAAA',
};
const attachments = [attachment, problems, picture];

describe('attachments', () => {
  useBrowser();

  const chips = (test: TestComposer) => test.all('.chip-open');
  const focused = (test: TestComposer) => chips(test).findIndex((chip) => chip.matches(':focus'));

  it('show what they are, where they are, and a picture as itself', () => {
    const test = createTestComposer({ attachments });
    assert.deepEqual(test.texts('.chip-lines'), [':3-9']);
    assert.equal(test.all('.codicon-file-code').length, 1);
    assert.equal(test.all('.codicon-warning').length, 1);
    const [code, other, image] = chips(test);
    assert.equal(code?.title, 'src/searchController.ts, lines 3 to 9');
    assert.equal(other?.title, '2 problems');
    const shown = image?.querySelector('img');
    // Its name stands beside it.
    assert.equal(shown?.getAttribute('alt'), '');
    assert.equal(shown?.getAttribute('src'), picture.picture);
  });

  it('keep the extension of a name that is cut', () => {
    const name = 'aVeryLongNameOfAFile.test.ts';
    const test = createTestComposer({ attachments: [{ ...attachment, name, startLine: 7, endLine: 7 }] });
    assert.equal(test.find('.chip-name.narrow').textContent, 'aVeryLong…test.ts');
    assert.equal(test.find('.chip-name.wide').textContent, name);
    assert.equal(test.find('.chip-lines').textContent, ':7');
    assert.match(chips(test)[0]?.title ?? '', /, line 7$/);
  });

  it('open and go with the mouse, and the focus goes on to the text', () => {
    const test = createTestComposer({ attachments });
    chips(test)[0]?.click();
    test.input.blur();
    test.all('.chip-remove')[1]?.click();
    assert.deepEqual(test.posted, [
      { type: 'open-attachment', id: 'a' },
      { type: 'remove-attachment', id: 'p' },
    ]);
    assert.equal(document.activeElement, test.input);
  });

  it('are one stop for Tab, with arrows between them and the text behind the last', () => {
    const test = createTestComposer({ attachments });
    assert.deepEqual(
      test.all('.chips button').filter((each) => each.tabIndex === 0),
      [chips(test)[0]],
    );
    test.input.setSelectionRange(0, 0);
    assert.equal(test.press('Backspace'), true);
    assert.equal(focused(test), 2);
    const moves = [
      ['ArrowLeft', 1],
      ['ArrowLeft', 0],
      ['ArrowLeft', 0],
      ['End', 2],
      ['Home', 0],
      ['ArrowRight', 1],
    ] as const;
    for (const [key, index] of moves) {
      press(chips(test)[focused(test)] as HTMLElement, key);
      assert.equal(focused(test), index, key);
      assert.equal(chips(test)[index]?.tabIndex, 0);
    }
    press(chips(test)[1] as HTMLElement, 'ArrowRight');
    press(chips(test)[2] as HTMLElement, 'ArrowRight');
    assert.equal(document.activeElement, test.input);
  });

  it('are reached by Backspace only from the very beginning, and not by one that is held down', () => {
    const test = createTestComposer({ attachments });
    test.write('ab');
    assert.equal(test.press('Backspace'), false);
    test.input.setSelectionRange(0, 2);
    assert.equal(test.press('Backspace'), false);
    test.input.setSelectionRange(0, 0);
    assert.equal(test.press('Backspace', { repeat: true }), false);
    assert.equal(test.press('Backspace', { ctrlKey: true }), false);
    assert.equal(document.activeElement, test.input);
    assert.equal(test.press('Backspace'), true);
    assert.equal(createTestComposer().press('Backspace'), false);
  });

  for (const key of ['Delete', 'Backspace']) {
    it(`go with ${key}, and the neighbour has the focus then`, () => {
      const test = createTestComposer({ attachments });
      test.input.setSelectionRange(0, 0);
      test.press('Backspace');
      press(chips(test)[2] as HTMLElement, key);
      assert.deepEqual(test.posted, [{ type: 'remove-attachment', id: 'i' }]);
      test.update({ attachments: [attachment, problems] });
      assert.equal(focused(test), 1);
      press(chips(test)[1] as HTMLElement, key, { repeat: true });
      assert.equal(test.posted.length, 1);
      test.update({ attachments: [] });
      assert.equal(document.activeElement, test.input);
      assert.equal(test.find('.chips').hidden, true);
    });
  }

  it('are told to a screen reader when they come, not when they were there', () => {
    const test = createTestComposer({ attachments: [attachment] });
    test.update({ attachments: [attachment, problems] });
    test.update({ attachments: [problems] });
    assert.deepEqual(test.announced, ['2 problems attached']);
  });

  function transfer(data: Readonly<Record<string, string>>, files: readonly File[] = []): DataTransfer {
    const types = [...Object.keys(data), ...(files.length > 0 ? ['Files'] : [])];
    return { types, files, getData: (type: string) => data[type] ?? '' } as unknown as DataTransfer;
  }

  function fire(
    target: HTMLElement,
    type: string,
    more: Readonly<Record<string, unknown>>,
  ): { readonly wasTaken: boolean } {
    const event = new Event(type, { bubbles: true, cancelable: true });
    target.dispatchEvent(Object.assign(event, more));
    return { wasTaken: event.defaultPrevented };
  }

  const drop = (test: TestComposer, dataTransfer: DataTransfer) =>
    fire(test.find('.composer'), 'drop', { dataTransfer });
  const paste = (test: TestComposer, clipboardData: DataTransfer) =>
    fire(test.input, 'paste', { clipboardData });
  const file = (name: string, type: string, content: BlobPart = 'abc') => new File([content], name, { type });
  const said = (test: TestComposer) => test.find('.composer-status').textContent;

  /** Reading a file takes some turns of the event loop. */
  async function until(isDone: () => boolean): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!isDone()) {
      assert.ok(Date.now() < deadline, `It has not come to ${isDone}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  describe('dropped', () => {
    it('show that they may be, and only they', () => {
      const test = createTestComposer();
      const box = test.find('.composer');
      assert.equal(fire(box, 'dragover', { dataTransfer: transfer({ 'text/plain': 'x' }) }).wasTaken, false);
      assert.equal(box.classList.contains('dropping'), false);
      const dataTransfer = transfer({ 'text/uri-list': '' });
      assert.equal(fire(test.input, 'dragenter', { dataTransfer }).wasTaken, true);
      assert.equal(fire(test.input, 'dragover', { dataTransfer }).wasTaken, true);
      fire(test.input, 'dragleave', { relatedTarget: test.find('.tools') });
      assert.equal(box.classList.contains('dropping'), true);
      fire(test.input, 'dragleave', { relatedTarget: document.body });
      assert.equal(box.classList.contains('dropping'), false);
    });

    it('come from each of the forms in which VS Code gives them, once', () => {
      const forms: Readonly<Record<string, string>>[] = [
        { 'text/uri-list': '# two\r\nfile:///a%20b.ts\r\nfile:///c\r\n' },
        { 'application/vnd.code.uri-list': 'file:///a%20b.ts\nfile:///c' },
        { resourceurls: '["file:///a%20b.ts","file:///c"]' },
        { resourceurls: '["file:///a%20b.ts",7,"file:///c"]', 'text/uri-list': 'file:///a%20b.ts' },
        { resourceurls: '{broken', 'text/uri-list': 'file:///a%20b.ts\nfile:///c\nno uri' },
      ];
      for (const form of forms) {
        const test = createTestComposer();
        assert.equal(drop(test, transfer(form)).wasTaken, true);
        assert.deepEqual(
          test
            .posts('attach-uris')
            .flatMap(({ uris }) => uris)
            .sort(),
          ['file:///a%20b.ts', 'file:///c'],
        );
      }
    });

    it('are at most a hundred, and that is said', () => {
      const test = createTestComposer();
      const list = Array.from({ length: 101 }, (_, index) => `vscode-remote://ssh/f${index}`).join('\n');
      drop(test, transfer({ 'text/uri-list': list }));
      assert.equal(test.posts('attach-uris')[0]?.uris.length, 100);
      assert.equal(said(test), 'Only the first 100 were attached.');
    });

    it('are text where they are addresses of the web', () => {
      const test = createTestComposer();
      test.write('see ');
      drop(test, transfer({ 'text/uri-list': 'https://example.org/' }));
      assert.deepEqual(test.posted, []);
      assert.equal(test.input.value, 'see https://example.org/');
    });

    it('are pictures from outside; of other files it is said how they come in', async () => {
      const test = createTestComposer();
      drop(test, transfer({}, [file('a.txt', 'text/plain'), file('b.png', 'image/png')]));
      await until(() => said(test) !== '');
      assert.deepEqual(test.posted, [
        { type: 'attach-image', name: 'b.png', mediaType: 'image/png', data: 'YWJj' },
      ]);
      assert.match(said(test) ?? '', /^Only pictures can come from outside\./);
    });
  });

  describe('pasted', () => {
    it('are pictures, several at once and in order; one without a name gets one', async () => {
      const test = createTestComposer();
      const files = [file('image.png', 'image/png'), file('photo.jpg', 'image/jpeg', 'xyz')];
      assert.equal(paste(test, transfer({}, files)).wasTaken, true);
      await until(() => test.posted.length === 2);
      assert.deepEqual(test.posted, [
        { type: 'attach-image', name: 'Pasted picture', mediaType: 'image/png', data: 'YWJj' },
        { type: 'attach-image', name: 'photo.jpg', mediaType: 'image/jpeg', data: 'eHl6' },
      ]);
      assert.equal(said(test), '');
    });

    it('leave text alone, with the picture that an office program adds to it too', () => {
      const test = createTestComposer();
      assert.equal(paste(test, transfer({ 'text/plain': 'x' })).wasTaken, false);
      const office = { 'text/plain': '1\t2', 'text/html': '<table>' };
      assert.equal(paste(test, transfer(office, [file('image.png', 'image/png')])).wasTaken, false);
      assert.deepEqual(test.posted, []);
    });

    it('are refused with a word where the model takes none; the next key takes the word away', async () => {
      const test = createTestComposer({ model: { ...model, images: false } });
      const status = test.find('.composer-status');
      assert.equal(status.getAttribute('role'), 'status');
      assert.equal(paste(test, transfer({}, [file('image.png', 'image/png')])).wasTaken, true);
      await until(() => said(test) !== '');
      assert.equal(said(test), 'GLM does not take pictures. Choose another model to attach them.');
      assert.deepEqual(test.posted, []);
      assert.equal(test.input.value, '');
      test.write('x');
      assert.equal(said(test), '');
      test.update({ model: null });
      paste(test, transfer({}, [file('image.png', 'image/png')]));
      await until(() => said(test) !== '');
      assert.match(said(test) ?? '', /^Add a key first/);
    });

    it('are refused over 10 MB, the others not', async () => {
      const test = createTestComposer();
      const large = file('large.png', 'image/png');
      Object.defineProperty(large, 'size', { value: 10 * 1024 * 1024 + 1 });
      paste(test, transfer({}, [large, file('small.gif', 'image/gif')]));
      await until(() => said(test) !== '');
      assert.equal(said(test), 'large.png is larger than 10 MB and was not attached.');
      assert.deepEqual(
        test.posts('attach-image').map(({ name }) => name),
        ['small.gif'],
      );
    });
  });
});
