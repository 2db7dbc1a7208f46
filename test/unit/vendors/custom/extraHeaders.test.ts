import assert from 'node:assert/strict';
import { headersFault, parseHeaders } from '../../../../src/vendors/custom/extraHeaders.ts';

describe('extra headers', () => {
  it('are read as JSON and as lines', () => {
    const headers = { 'x-team': 'tools: all', authorization: 'Basic dXNlcg==' };
    const json = '{"X-Team": "tools: all", "Authorization": "Basic dXNlcg=="}';
    assert.deepEqual(parseHeaders(json), headers);
    assert.deepEqual(parseHeaders(` \n${json}`), headers);
    assert.deepEqual(parseHeaders('X-Team: tools: all\r\n\n Authorization:Basic dXNlcg==\n'), headers);
    assert.deepEqual(parseHeaders('X-Team : tools: all\r \rAuthorization:\tBasic dXNlcg==\t'), headers);
    for (const none of ['', ' \n\t', '{}']) assert.deepEqual(parseHeaders(none), {});
  });

  it('have names that are tokens', () => {
    for (const name of ['X', 'X-Team', 'x_team', '1', "!#$%&'*+-.^_`|~0aZ"]) {
      assert.deepEqual(parseHeaders(`${name}: v`), { [name.toLowerCase()]: 'v' });
    }
    for (const name of ['', ' ', 'X Team', 'X/', '/X', '(X', 'X)', '"X"', '团队', 'X队', '队X']) {
      assert.equal(parseHeaders(`${name}: v`), undefined, name);
      assert.equal(parseHeaders(JSON.stringify({ [name]: 'v' })), undefined, name);
    }
  });

  it('have values of visible characters, with spaces only between them', () => {
    for (const value of ['a', '!', '~', 'ab', 'a b', 'a  b', 'Basic dXNlcg==', '{"a": "b"}']) {
      assert.deepEqual(parseHeaders(JSON.stringify({ 'X-Team': value })), { 'x-team': value });
      assert.deepEqual(parseHeaders(`X-Team:${value}`), { 'x-team': value });
    }
    for (const value of [
      '',
      ' ',
      ' a',
      'a ',
      '\ta',
      'a\tb',
      'a\n',
      '\na',
      'a\r\nX-Other: b',
      '工',
      'a工',
      '工a',
      'a工b',
    ]) {
      assert.equal(parseHeaders(JSON.stringify({ 'X-Team': value })), undefined, JSON.stringify(value));
    }
  });

  it('are refused when they are neither JSON nor lines', () => {
    for (const wrong of [
      'X-Team',
      ': tools',
      'X Team: tools',
      'X-Team:',
      'X-Team: 工具',
      'X-Team: tools\nX-Other',
      '{"X-Team": 1}',
      '{"X-Team": null}',
      '{"X-Team": "a", "X-Other": 1}',
      '{"X-Team": "a\\r\\nX-Other: b"}',
      '{"X-Team": "a"',
      '["X-Team"]',
    ]) {
      assert.equal(parseHeaders(wrong), undefined, wrong);
      assert.match(headersFault(wrong) ?? '', /^Write headers as JSON/, wrong);
    }
    assert.equal(headersFault('X-Team: tools'), undefined);
    assert.equal(headersFault(''), undefined);
  });

  it('are refused when the request itself sets them', () => {
    for (const name of [
      'Content-Type',
      'Content-Length',
      'Host',
      'Connection',
      'Transfer-Encoding',
      'Accept-Encoding',
      'host',
      'HOST',
    ]) {
      for (const text of [`${name}: a`, `X-Team: tools\n${name}: a`, JSON.stringify({ [name]: 'a' })]) {
        assert.match(headersFault(text) ?? '', /^Content-Type, Host and the like/, text);
      }
    }
    for (const name of ['Accept', 'Authorization', 'Cookie', 'Content-Language', 'X-Host']) {
      assert.equal(headersFault(`${name}: a`), undefined, name);
    }
  });
});
