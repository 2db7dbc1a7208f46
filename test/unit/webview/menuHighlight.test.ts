import fc from 'fast-check';
import { describe, it } from 'mocha';
import { highlight } from '../../../src/webview/menuHighlight.ts';
import { assert } from './assert.ts';

const marked = (label: string, query: string) =>
  highlight(label, query)
    .map(({ text, match }) => (match ? `[${text}]` : text))
    .join('');

describe('highlight', () => {
  it('marks the whole query where it stands, wherever its letters would come earlier', () => {
    assert.equal(marked('resetSession', 'SESS'), 'reset[Sess]ion');
    assert.equal(marked('选中的代码 selection', '代码'), '选中的[代码] selection');
  });

  it('marks letters one after the other where the query does not stand as a whole', () => {
    assert.equal(marked('SearchIndexRebuild', 'sir'), '[S]earch[I]ndex[R]ebuild');
  });

  it('marks nothing that is not there, and of a path looks for the last part', () => {
    assert.equal(marked('server.ts', 'xyz'), 'server.ts');
    assert.equal(marked('server.ts', ''), 'server.ts');
    assert.equal(marked('server.ts', 'src/http/ser'), '[ser]ver.ts');
  });

  it('changes no character of the label, whatever is looked for', () => {
    const character = fc.constantFrom('a', 'A', 'b', 'İ', 'ß', '选', '🐉', ' ', '/', '\ud83d');
    const text = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(text, text, (label, query) => {
        assert.equal(
          highlight(label, query)
            .map((piece) => piece.text)
            .join(''),
          label,
        );
      }),
    );
  });
});
