import fc from 'fast-check';
import { createChapters } from '../../../../src/webview/markdown/chapters.ts';
import { assert } from '../assert.ts';
import { useBrowser } from '../browser.ts';

describe('chapters of an answer', () => {
  useBrowser();

  it('keep their sections in order and in dozens, whatever comes and goes at the end', () => {
    const changes = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changes, fc.nat({ max: 60 }), (counts, there) => {
        const root = document.createElement('div');
        const chapters = createChapters(root);
        const sections = Array.from({ length: there }, () => document.createElement('div'));
        for (const [index, section] of [...sections.entries()].reverse()) chapters.prepend(section, index);
        for (const count of counts) {
          for (let added = 0; added < count; added += 1) {
            const section = document.createElement('div');
            chapters.append(section, sections.length);
            sections.push(section);
          }
          if (count < 0) for (const section of sections.splice(count)) chapters.remove(section);
          assert.deepEqual([...root.querySelectorAll(':scope > .chapter > div')], sections);
          assert.equal(root.childElementCount, Math.ceil(sections.length / 24));
          for (const [index, chapter] of [...root.children].entries())
            assert.equal(chapter.childElementCount, Math.min(24, sections.length - 24 * index));
        }
      }),
    );
  });

  it('are not complete while one in them is not settled', () => {
    const root = document.createElement('div');
    const chapters = createChapters(root);
    const sections = Array.from({ length: 24 }, () => document.createElement('div'));
    for (const [index, section] of sections.entries()) chapters.append(section, index);
    for (const section of sections.slice(1)) chapters.settle(section);
    assert.equal(root.querySelectorAll('.complete').length, 0);
    for (const section of sections.slice(0, 1)) chapters.settle(section);
    assert.equal(root.querySelectorAll('.complete').length, 1);
  });

  it('are complete when they are full and all in them is settled, until something is taken away', () => {
    const root = document.createElement('div');
    const chapters = createChapters(root);
    const sections = Array.from({ length: 24 }, () => document.createElement('div'));
    const complete = () => root.querySelectorAll('.complete').length;
    for (const [index, section] of sections.entries()) {
      assert.equal(complete(), 0);
      chapters.append(section, index);
      chapters.settle(section);
    }
    assert.equal(complete(), 1);
    for (const section of sections.slice(-1)) chapters.remove(section);
    assert.equal(complete(), 0);
  });
});
