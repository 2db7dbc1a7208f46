import { isBoolean, isObject, isText, type Json, optional } from '../loopback/checks.ts';

/** What a conversation request asks, once it has kept the rules. */
export interface BeebotQuestion {
  /** The idempotency key of the turn, echoed in every event. */
  readonly messageId: string;
  readonly instanceId: string;
  readonly utterance: string;
  /** Undefined on the first turn. */
  readonly sessionId: string | undefined;
  readonly perspective: readonly string[];
  readonly vendorParam: Json;
  readonly sandBox: boolean;
  readonly command: string | undefined;
}

/** The answer will be `success:false`. The vendor publishes no codes, so these are opaque, too. */
export interface BeebotViolation {
  readonly type: 'violation';
  readonly code: string;
  readonly message: string;
}

/** Code points. Older copies of the page say 128. */
export const longestUtterance = 512;

const members = new Set([
  'InstanceId',
  'Utterance',
  'SessionId',
  'SenderId',
  'SenderNick',
  'VendorParam',
  'Perspective',
  'SandBox',
  'Command',
]);

/**
 * Checks the body of a conversation request: the envelope and the JSON inside it. Members that the page does
 * not list are refused, for there is none that a client could mean.
 * Source: Alibaba Cloud, Beebot, streaming conversation API.
 */
export function checkQuestion(
  body: unknown,
  instanceIds: readonly string[],
  utteranceLimit = longestUtterance,
): BeebotQuestion | BeebotViolation {
  if (!isObject(body)) return invalid('the body is not a JSON object');
  if (!isText(body['messageId'], 1, 128)) return invalid('messageId');
  if (body['action'] !== 'TongyiBeebotChat') return invalid('action');
  if (body['version'] !== '2022-04-08') return invalid('version');
  const data = body['data'];
  if (!Array.isArray(data) || data.length !== 1) return invalid('data');
  const item: unknown = data[0];
  if (!isObject(item) || item['type'] !== 'JSON_TEXT') return invalid('data[0].type');
  const alien = Object.keys(item).find((name) => name !== 'type' && name !== 'value');
  if (alien !== undefined) return invalid(`data[0].${alien}`);
  const value = parseObject(item['value']);
  if (value === undefined) return invalid('data[0].value is not a JSON object in a string');
  return checkValue(body['messageId'], value, instanceIds, utteranceLimit);
}

function checkValue(
  messageId: string,
  value: Json,
  instanceIds: readonly string[],
  utteranceLimit: number,
): BeebotQuestion | BeebotViolation {
  const unknown = Object.keys(value).find((name) => !members.has(name));
  if (unknown !== undefined) return invalid(`value.${unknown} is not a member`);
  const { InstanceId: instanceId, Utterance: utterance, SessionId: sessionId, Command: command } = value;
  if (typeof instanceId !== 'string' || !instanceIds.includes(instanceId)) {
    return violation('INSTANCE_NOT_FOUND', 'the robot does not exist');
  }
  if (typeof utterance !== 'string' || utterance.trim() === '') return invalid('value.Utterance');
  const length = [...utterance].length;
  if (length > utteranceLimit) {
    return violation('UTTERANCE_TOO_LONG', `Utterance: ${length} > ${utteranceLimit}`);
  }
  if (!optional(sessionId, (id) => isText(id, 1, 64))) return invalid('value.SessionId');
  for (const name of ['SenderId', 'SenderNick']) {
    if (!optional(value[name], (text) => isText(text, 1, 256))) return invalid(`value.${name}`);
  }
  if (!optional(value['Perspective'], isTexts)) return invalid('value.Perspective');
  if (!optional(value['SandBox'], isBoolean)) return invalid('value.SandBox');
  if (!optional(command, (word) => word === 'TIMEOUT' || word === 'GUIDEPOST')) {
    return invalid('value.Command');
  }
  const vendorParam = value['VendorParam'] === undefined ? {} : parseObject(value['VendorParam']);
  if (vendorParam === undefined) return invalid('value.VendorParam is not a JSON object in a string');
  if (!optional(vendorParam['docLabels'], (labels) => typeof labels === 'string')) {
    return invalid('value.VendorParam.docLabels');
  }
  if (!optional(vendorParam['SYS_IMAGE_ATTACHMENTS'], isTexts)) {
    return invalid('value.VendorParam.SYS_IMAGE_ATTACHMENTS');
  }
  return {
    messageId,
    instanceId,
    utterance,
    sessionId: sessionId as string | undefined,
    perspective: (value['Perspective'] ?? []) as readonly string[],
    vendorParam,
    sandBox: value['SandBox'] === true,
    command: command as string | undefined,
  };
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '');
}

function parseObject(text: unknown): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalid(what: string): BeebotViolation {
  return violation('PARAM_ERROR', what);
}

function violation(code: string, message: string): BeebotViolation {
  return { type: 'violation', code, message };
}
