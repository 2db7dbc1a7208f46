import { describe, it } from 'mocha';
import { longestDropped, mostImageBytes } from '../../../src/core/limits.ts';
import type { ViewIntention } from '../../../src/shared/protocol.ts';
import {
  type DroppedData,
  isAttachable,
  readDroppedData,
} from '../../../src/webview/composer/droppedData.ts';
import { makeDropZone } from '../../../src/webview/composer/dropZone.ts';
import {
  attachPictures,
  isPicture,
  type Picture,
  readPastedPictures,
} from '../../../src/webview/composer/pictures.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { model } from './fakes.ts';

function transfer(data: Readonly<Record<string, string>>, files: readonly File[] = []): DataTransfer {
  const types = [...Object.keys(data), ...(files.length > 0 ? ['Files'] : [])];
  return { types, files, getData: (type: string) => data[type] ?? '' } as unknown as DataTransfer;
}

describe('what is dropped', () => {
  useBrowser();

  const uris = (list: string) => readDroppedData(transfer({ 'text/uri-list': list })).uris;

  it('may be attached where it comes as a list of addresses or as files', () => {
    for (const type of ['application/vnd.code.uri-list', 'text/uri-list', 'resourceurls', 'Files'])
      assert.equal(isAttachable(transfer({ 'text/plain': '', [type]: '' })), true, type);
    assert.equal(isAttachable(transfer({ 'text/plain': 'file:///a' })), false);
    assert.equal(isAttachable(transfer({})), false);
    assert.equal(isAttachable(null), false);
  });

  it('is read line by line, without comments, blanks around it and what is no address', () => {
    assert.deepEqual(
      uris('# file:///no\r\n\r\n  file:///a \r\nfile:///b\n#file:///no\nno address\nfile:///c'),
      ['file:///a', 'file:///b', 'file:///c'],
    );
  });

  it('may have any scheme of more than a letter, for that is a drive', () => {
    const schemes = ['FILE:///a', 'vscode-remote://ssh/a', 'a1+b.c-d:x', 'ab:'];
    assert.deepEqual(uris([...schemes, 'c:\\a', '1a:x', ':x', 'see file:///a'].join('\n')), schemes);
  });

  it('is told apart from addresses of the web, and from what only a browser can open', () => {
    const list = [
      'http://a.example',
      'HTTPS://b.example',
      'data:text/plain,x',
      'blob:x',
      'JavaScript:x',
      'file:///a',
      'httpsx:y',
      'see-data:z',
    ];
    const { uris: found, links } = readDroppedData(transfer({ 'text/uri-list': list.join('\n') }));
    assert.deepEqual(found, ['file:///a', 'httpsx:y', 'see-data:z']);
    assert.deepEqual(links, ['http://a.example', 'HTTPS://b.example']);
  });

  it('is passed over where it is longer than any address', () => {
    const fits = 'file:///'.padEnd(longestDropped, 'x');
    assert.deepEqual(uris(`${fits}\n${fits}x`), [fits]);
  });

  it('is taken once, the fullest list first, in whatever lists it stands', () => {
    const { uris: found } = readDroppedData(
      transfer({
        resourceurls: '["file:///c","file:///d"]',
        'text/uri-list': 'file:///b\nfile:///a',
        'application/vnd.code.uri-list': 'file:///a\nfile:///c',
      }),
    );
    assert.deepEqual(found, ['file:///a', 'file:///c', 'file:///b', 'file:///d']);
  });

  it('is nothing where a list is not what it should be', () => {
    for (const list of ['', '{', '{"0":"file:///a"}', '"file:///a"', 'null', '[["file:///a"],7,null]'])
      assert.deepEqual(readDroppedData(transfer({ resourceurls: list })).uris, [], list);
  });

  it('has the files that come without a place', () => {
    const file = new File(['x'], 'a.txt');
    assert.deepEqual(readDroppedData(transfer({}, [file])), { uris: [], links: [], files: [file] });
  });
});

describe('a zone to drop on', () => {
  useBrowser();

  function create() {
    const zone = document.createElement('div');
    const child = document.createElement('span');
    zone.append(child);
    document.body.replaceChildren(zone);
    const dropped: DroppedData[] = [];
    makeDropZone(zone, (data) => dropped.push(data));
    const fire = (type: string, more: Readonly<Record<string, unknown>>) => {
      const event = new Event(type, { bubbles: true, cancelable: true });
      child.dispatchEvent(Object.assign(event, more));
      return event.defaultPrevented;
    };
    return { child, dropped, fire, isMarked: () => zone.className === 'dropping' };
  }

  for (const type of ['dragenter', 'dragover']) {
    it(`takes what can be attached on ${type}, as a copy, and nothing else`, () => {
      const { fire, isMarked } = create();
      const text = transfer({ 'text/plain': 'x' });
      assert.equal(fire(type, { dataTransfer: text }), false);
      assert.equal(fire(type, { dataTransfer: null }), false);
      assert.equal(text.dropEffect, undefined);
      assert.equal(isMarked(), false);
      const files = transfer({ Files: '' });
      assert.equal(fire(type, { dataTransfer: files }), true);
      assert.equal(files.dropEffect, 'copy');
      assert.equal(isMarked(), true);
    });
  }

  it('is left for something else or for nothing, not for what is in it', () => {
    const { child, fire, isMarked } = create();
    const enter = () => fire('dragenter', { dataTransfer: transfer({ Files: '' }) });
    enter();
    fire('dragleave', { relatedTarget: child });
    assert.equal(isMarked(), true);
    for (const relatedTarget of [document.body, null, {}]) {
      enter();
      fire('dragleave', { relatedTarget });
      assert.equal(isMarked(), false);
    }
  });

  it('is done with a drop, and hands on only what can be attached', () => {
    const { dropped, fire, isMarked } = create();
    for (const dataTransfer of [transfer({ 'text/plain': 'x' }), null]) {
      fire('dragenter', { dataTransfer: transfer({ Files: '' }) });
      assert.equal(fire('drop', { dataTransfer }), false);
      assert.equal(isMarked(), false);
    }
    assert.deepEqual(dropped, []);
    assert.equal(fire('drop', { dataTransfer: transfer({ 'text/uri-list': 'file:///a' }) }), true);
    assert.deepEqual(dropped, [{ uris: ['file:///a'], links: [], files: [] }]);
  });
});

describe('pictures', () => {
  useBrowser();

  const file = (name: string, type = 'image/png', content = 'abc') => new File([content], name, { type });
  const names = (data: DataTransfer) => readPastedPictures(data, 'Pasted').map(({ name }) => name);

  it('are files of the kinds that models take', () => {
    for (const type of ['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
      assert.equal(isPicture(file('a', type)), true, type);
    for (const type of ['image/svg+xml', 'text/plain', ''])
      assert.equal(isPicture(file('a', type)), false, type);
  });

  it('are pasted alone or with the address they come from, not as the look of a text', () => {
    const files = [file('a.png'), file('b.txt', 'text/plain')];
    assert.deepEqual(names(transfer({}, files)), ['a.png']);
    assert.deepEqual(names(transfer({ 'text/html': '<img>' }, files)), ['a.png']);
    assert.deepEqual(names(transfer({ 'text/rtf': '' }, files)), ['a.png']);
    assert.deepEqual(names(transfer({ 'text/plain': 'x' }, files)), ['a.png']);
    assert.deepEqual(names(transfer({ 'text/plain': 'x', 'text/html': '' }, files)), []);
    assert.deepEqual(names(transfer({ 'text/plain': 'x', 'text/rtf': '' }, files)), []);
  });

  it('get a name where they have none but what a browser gives them', () => {
    const files = ['', 'image.png', 'image.jpeg', 'my image.png', 'image.png.gif', 'image'].map((name) =>
      file(name),
    );
    assert.deepEqual(names(transfer({}, files)), [
      'Pasted',
      'Pasted',
      'Pasted',
      'my image.png',
      'image.png.gif',
      'image',
    ]);
  });

  async function attach(pictures: readonly Picture[], changes: Partial<typeof model> | null = {}) {
    const posted: ViewIntention[] = [];
    const problems = await attachPictures(pictures, changes && { ...model, ...changes }, {
      texts: viewTexts({}),
      post: (intention) => posted.push(intention),
    });
    return { posted, problems };
  }

  it('are attached in their order, with names that the host takes', async () => {
    const name = 'x'.repeat(256);
    const { posted, problems } = await attach([
      { name, file: file('a.png') },
      { name: 'b', file: file('b.gif', 'image/gif', 'xyz') },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(posted, [
      { type: 'attach-image', name: name.slice(1), mediaType: 'image/png', data: 'YWJj' },
      { type: 'attach-image', name: 'b', mediaType: 'image/gif', data: 'eHl6' },
    ]);
  });

  it('are not attached where there is no model, or one that takes none', async () => {
    const pictures = [{ name: 'a', file: file('a.png') }];
    assert.deepEqual(await attach(pictures, null), {
      posted: [],
      problems: ['Add a key first. Then pictures can be attached.'],
    });
    assert.deepEqual(await attach(pictures, { images: false }), {
      posted: [],
      problems: ['GLM does not take pictures. Choose another model to attach them.'],
    });
  });

  it('are left out where they are too large or cannot be read, and the others are attached', async () => {
    const sized = (size: number) => Object.defineProperty(file('a.png'), 'size', { value: size });
    const broken = file('b.png');
    const { FileReader } = globalThis;
    class FailingReader extends FileReader {
      override readAsDataURL(blob: Blob): void {
        if (blob === broken) this.dispatchEvent(new Event('error'));
        else super.readAsDataURL(blob);
      }
    }
    globalThis.FileReader = FailingReader;
    const { posted, problems } = await attach([
      { name: 'large', file: sized(mostImageBytes + 1) },
      { name: 'broken', file: broken },
      { name: 'fits', file: sized(mostImageBytes) },
    ]);
    globalThis.FileReader = FileReader;
    assert.deepEqual(
      posted.map((intention) => intention.type === 'attach-image' && intention.name),
      ['fits'],
    );
    assert.deepEqual(problems, [
      'large is larger than 10 MB and was not attached.',
      'broken could not be read.',
    ]);
  });
});
