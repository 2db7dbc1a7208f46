import { describe, it } from 'mocha';
import { longestWebAddress } from '../../../../src/core/limits.ts';
import { safeAddress } from '../../../../src/webview/markdown/links.ts';
import { linkText } from '../../../../src/webview/markdown/linkText.ts';
import { textNode } from '../../../../src/webview/markdown/nodes.ts';
import { assert } from '../assert.ts';
import { assertRead } from './markup.ts';

describe('the host is shown after the text of a link', () => {
  it('where they lead to another place than they say', () => {
    assertRead([
      [
        '[https://a.example](https://b.example/)',
        '<p><a https://b.example/>https://a.example (b.example)</a></p>',
      ],
      [
        '[http://u@a.example/x](https://b.example/)',
        '<p><a https://b.example/>http://u@a.example/x (b.example)</a></p>',
      ],
      [
        '[www.a.example/x](https://b.example/)',
        '<p><a https://b.example/>www.a.example/x (b.example)</a></p>',
      ],
      ['[a.com/x?y](https://b.com/)', '<p><a https://b.com/>a.com/x?y (b.com)</a></p>'],
      ['[b.dev is good](https://b.com/)', '<p><a https://b.com/>b.dev is good (b.com)</a></p>'],
      ['[ a.com ](https://b.com/)', '<p><a https://b.com/> a.com  (b.com)</a></p>'],
      ['[a.co.uk](https://b.com/)', '<p><a https://b.com/>a.co.uk (b.com)</a></p>'],
      [
        '[**https://a.com** x](https://b.com/)',
        '<p><a https://b.com/><strong>https://a.com</strong> x (b.com)</a></p>',
      ],
      ['[`a.com`](https://b.com/)', '<p><a https://b.com/><code>a.com</code> (b.com)</a></p>'],
      ['[https://a..com](https://a.com/)', '<p><a https://a.com/>https://a..com (a.com)</a></p>'],
      ['[a.com.b.org](https://a.com/)', '<p><a https://a.com/>a.com.b.org (a.com)</a></p>'],
      ['[A.COM登录](https://b.com/)', '<p><a https://b.com/>A.COM登录 (b.com)</a></p>'],
      ['![https://a.com](https://b.com/)', '<p><a https://b.com/>https://a.com (b.com)</a></p>'],
    ]);
  });

  it('not where they say it themselves', () => {
    assertRead([
      ['[www.a.example](https://a.example/)', '<p><a https://a.example/>www.a.example</a></p>'],
      [
        '[a.example.org](https://www.a.example.org/)',
        '<p><a https://www.a.example.org/>a.example.org</a></p>',
      ],
      ['[a.com](https://a.com/x)', '<p><a https://a.com/x>a.com</a></p>'],
      ['[a.com.](https://a.com/)', '<p><a https://a.com/>a.com.</a></p>'],
      ['[a.com:8080](https://a.com/)', '<p><a https://a.com/>a.com:8080</a></p>'],
      ['[https://a.com)](https://a.com/)', '<p><a https://a.com/>https://a.com)</a></p>'],
      ['[https://a.com!?](https://a.com/)', '<p><a https://a.com/>https://a.com!?</a></p>'],
      ['[HTTPS://A.com](https://a.com/)', '<p><a https://a.com/>HTTPS://A.com</a></p>'],
      ['[a.co.uk](https://a.co.uk/)', '<p><a https://a.co.uk/>a.co.uk</a></p>'],
      ['[中文.com](https://中文.com/)', '<p><a https://xn--fiq228c.com/>中文.com</a></p>'],
      ['[ a.com ](https://a.com)', '<p><a https://a.com/> a.com </a></p>'],
    ]);
  });

  it('nor where they say nothing of the kind', () => {
    assertRead([
      ['[Node.js](https://b.com/)', '<p><a https://b.com/>Node.js</a></p>'],
      ['[vite.config.ts](https://b.com/)', '<p><a https://b.com/>vite.config.ts</a></p>'],
      ['[see a.com](https://b.com/)', '<p><a https://b.com/>see a.com</a></p>'],
      ['[com](https://b.com/)', '<p><a https://b.com/>com</a></p>'],
      ['[com.example](https://b.com/)', '<p><a https://b.com/>com.example</a></p>'],
      ['[a@a.com](https://b.com/)', '<p><a https://b.com/>a@a.com</a></p>'],
      ['[a.company](https://b.com/)', '<p><a https://b.com/>a.company</a></p>'],
      ['[a.com](mailto:c@d.co)', '<p><a mailto:c@d.co>a.com</a></p>'],
      ['[a@b.co](mailto:c@d.co)', '<p><a mailto:c@d.co>a@b.co</a></p>'],
    ]);
  });

  it('where they hide it behind a name, a password or letters that look alike', () => {
    assertRead([
      ['[a](https://user@b.com/)', '<p><a https://user@b.com/>a (b.com)</a></p>'],
      ['[a](https://:pw@b.com/)', '<p><a https://:pw@b.com/>a (b.com)</a></p>'],
      ['[a](https://аpple.com/)', '<p><a https://xn--pple-43d.com/>a (xn--pple-43d.com)</a></p>'],
      ['[a](https://pаypal.com/)', '<p><a https://xn--pypal-4ve.com/>a (xn--pypal-4ve.com)</a></p>'],
      ['[a](< https://аpple.com/>)', '<p><a https://xn--pple-43d.com/>a (xn--pple-43d.com)</a></p>'],
      ['[a](<ht\ttps:/\t/аpple.com/>)', '<p><a https://xn--pple-43d.com/>a (xn--pple-43d.com)</a></p>'],
      ['[a](https://@аpple.com/)', '<p><a https://xn--pple-43d.com/>a (xn--pple-43d.com)</a></p>'],
      ['[a](https://user@аpple.com/x)', '<p><a https://user@xn--pple-43d.com/x>a (xn--pple-43d.com)</a></p>'],
    ]);
  });

  it('not where nothing can be mistaken', () => {
    assertRead([
      ['[a](https://xn--pple-43d.com/)', '<p><a https://xn--pple-43d.com/>a</a></p>'],
      ['[a](< https://中文.com/>)', '<p><a https://xn--fiq228c.com/>a</a></p>'],
      ['[a](https://中文.com/)', '<p><a https://xn--fiq228c.com/>a</a></p>'],
      ['[a](https://かな。jp)', '<p><a https://xn--u8j2c.jp/>a</a></p>'],
      ['[a](https://한글.kr:80/б)', '<p><a https://xn--bj0bj06e.kr:80/%D0%B1>a</a></p>'],
    ]);
  });
});

describe('the text of a link', () => {
  it('has no marks that turn it around, however deep they stand', () => {
    assertRead([
      ['[a\u202eb](https://b.com/)', '<p><a https://b.com/>a\ufffdb</a></p>'],
      [
        '[*a\u200e*`x\u2069\u061c`](https://b.com/)',
        '<p><a https://b.com/><em>a\ufffd</em><code>x\ufffd\ufffd</code></a></p>',
      ],
      ['[a\u202eb](./x) a\u202eb', '<p>a\u202eb a\u202eb</p>'],
    ]);
  });

  it('is the same node where nothing is to be changed', () => {
    const children = [textNode('a')];
    const [shown] = linkText(children, 'https://a.com', 'https://a.com/');
    assert.equal(shown, children[0]);
  });
});

describe('the address of a link', () => {
  it('is of the web or of mail, in its canonical spelling', () => {
    assert.equal(safeAddress('HTTP://A.example'), 'http://a.example/');
    assert.equal(safeAddress('https://a.example/b c'), 'https://a.example/b%20c');
    assert.equal(safeAddress('mailto:a@b.co'), 'mailto:a@b.co');
    for (const address of [
      './x',
      '//a.example',
      'https://',
      'ftp://a.example',
      'javascript:x',
      'command:x',
      '',
    ])
      assert.equal(safeAddress(address), undefined, address);
  });

  it('is as long as the host takes it, as written and in its canonical spelling', () => {
    const long = 'https://a.example/'.padEnd(longestWebAddress, 'x');
    assert.equal(safeAddress(long), long);
    assert.equal(safeAddress(`${long}x`), undefined);
    assert.equal(safeAddress(`${' '.repeat(20)}${long.slice(0, -10)}`), undefined);
    assert.equal(safeAddress(`${long.slice(0, -1)}中`), undefined);
  });
});
