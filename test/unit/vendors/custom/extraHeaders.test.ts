import assert from 'node:assert/strict';
import { headersFault, parseHeaders } from '../../../../src/vendors/custom/extraHeaders.ts';

describe('extra headers', () => {
  it('are read as JSON and as lines', () => {
    const headers = { 'x-team': 'tools: all', authorization: 'Basic dXNlcg==' };
    assert.deepEqual(parseHeaders('{"X-Team": "tools: all", "Authorization": "Basic dXNlcg=="}'), headers);
    assert.deepEqual(parseHeaders('X-Team: tools: all\r\n\n Authorization:Basic dXNlcg==\n'), headers);
    assert.deepEqual(parseHeaders(''), {});
  });

  it('are refused when they cannot be sent', () => {
    for (const wrong of [
      'X-Team',
      ': tools',
      'X Team: tools',
      'X-Team:',
      'X-Team: 工具',
      '{"X-Team": 1}',
      '{"X-Team": "a\\r\\nX-Other: b"}',
      '{"X-Team": "a"',
      '["X-Team"]',
      'Host: elsewhere.test',
      'content-type: text/plain',
    ]) {
      assert.notEqual(headersFault(wrong), undefined, wrong);
    }
    assert.equal(headersFault('X-Team: tools'), undefined);
    assert.equal(headersFault(''), undefined);
  });
});
