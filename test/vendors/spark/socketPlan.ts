import { cutAt } from '../loopback/chunks.ts';
import type { Step } from '../loopback/step.ts';
import { answerFrames, errorFrame, middleFrame } from './answerFrames.ts';
import type { AcceptedQuestion } from './questionRules.ts';
import { encodeFragments, encodeFrame, opcodes } from './rawFrame.ts';
import type { FrameLog, SocketEnding, SocketReply, SocketScenario, SocketWire } from './socketScenario.ts';

/** One thing to do to a WebSocket. After the last step the connection is the client's to close. */
export type SocketStep =
  | Exclude<Step, { type: 'head' }>
  /** The answer is complete as soon as the next bytes are out: the user may ask again. */
  | { readonly type: 'answered' }
  /** Starts the closing handshake; 1005 sends no code. */
  | { readonly type: 'close'; readonly code: number; readonly reason: string };

const normalClosure: SocketStep = { type: 'close', code: 1000, reason: '' };

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planFrames(
  scenario: SocketScenario,
  question: AcceptedQuestion,
  sid: string,
): Iterable<SocketStep> {
  switch (scenario.type) {
    case 'reply':
      return replySteps(scenario, question, sid);
    case 'error':
      return refusalFrames(scenario.code, scenario.message, sid);
    case 'frames':
      return logSteps(scenario);
    case 'endless':
      return endlessFrames(scenario.piece, scenario.delayMs ?? 0, sid);
  }
}

/** One error frame, then 1000. */
export function refusalFrames(code: string, message: string | undefined, sid: string): readonly SocketStep[] {
  return [{ type: 'answered' }, ...messageSteps([errorFrame(code, message, sid)], {}, 0), normalClosure];
}

function replySteps(reply: SocketReply, question: AcceptedQuestion, sid: string): readonly SocketStep[] {
  const { interruption, wire = {}, delayMs = 0 } = reply;
  const frames = answerFrames(reply, question, sid);
  const steps = (some: readonly object[]) => messageSteps(some, wire, delayMs);
  const first = frames.slice(0, interruption && 'afterFrames' in interruption ? interruption.afterFrames : 0);
  switch (interruption?.type) {
    case undefined:
      return [...beforeLastWrite(steps(frames)), ...endingSteps(reply.ending)];
    case 'error': {
      const error = errorFrame(interruption.code, interruption.message, sid);
      return [...beforeLastWrite(steps([...first, error])), normalClosure];
    }
    case 'error-after-last': {
      const error = errorFrame(interruption.code, interruption.message, sid);
      return [...beforeLastWrite(steps(frames)), ...steps([error]), normalClosure];
    }
    case 'hold': {
      const rest = beforeLastWrite(steps(frames.slice(first.length)));
      return [...steps(first), { type: 'hold' }, ...rest, ...endingSteps(reply.ending)];
    }
    case 'close':
      return [...steps(first), { type: 'close', code: interruption.code, reason: interruption.reason ?? '' }];
    case 'cut': {
      const next = Buffer.concat(messageBytes(frames[first.length] ?? {}, wire));
      const half: SocketStep = { type: 'write', bytes: next.subarray(0, Math.ceil(next.length / 2)) };
      const rest: readonly SocketStep[] = interruption.inFrame ? [half] : [];
      return [...steps(first), ...rest, { type: 'destroy', reset: interruption.reset ?? false }];
    }
  }
}

/** The steps with `answered` where the last bytes are about to go. */
function beforeLastWrite(steps: readonly SocketStep[]): readonly SocketStep[] {
  const last = steps.findLastIndex(({ type }) => type === 'write');
  return [...steps.slice(0, last), { type: 'answered' }, ...steps.slice(last)];
}

function logSteps(log: FrameLog): readonly SocketStep[] {
  const bytes = log.frames.map((frame) => {
    if (typeof frame === 'string') return encodeFragments(frame, log.wire?.fragments ?? 1);
    if (frame instanceof Uint8Array) return [encodeFrame({ opcode: opcodes.binary, payload: frame })];
    return [encodeFrame(frame)];
  });
  const sent = chunkSteps(bytes, log.wire ?? {}, log.delayMs ?? 0);
  if (log.ending === 'hold') return [...sent, { type: 'hold' }, normalClosure];
  return [...beforeLastWrite(sent), ...endingSteps(log.ending)];
}

function* endlessFrames(piece: string, delayMs: number, sid: string): Generator<SocketStep> {
  for (let seq = 0; ; seq += 1) {
    yield* messageSteps([middleFrame(piece, seq, sid)], {}, 0);
    yield pause(delayMs);
  }
}

function endingSteps(ending: SocketEnding = 'close'): readonly SocketStep[] {
  switch (ending) {
    case 'close':
      return [normalClosure];
    case 'destroy':
      return [{ type: 'destroy', reset: false }];
    case 'wait':
      return [];
  }
}

function messageSteps(messages: readonly object[], wire: SocketWire, delayMs: number): readonly SocketStep[] {
  return chunkSteps(
    messages.map((message) => messageBytes(message, wire)),
    wire,
    delayMs,
  );
}

/** The frames of one message, and a ping before them if the wire asks for it. */
function messageBytes(message: object, wire: SocketWire): readonly Uint8Array[] {
  const ping = wire.pings ? [encodeFrame({ opcode: opcodes.ping, payload: 'still here' })] : [];
  return [...ping, ...encodeFragments(JSON.stringify(message), wire.fragments ?? 1)];
}

function chunkSteps(
  messages: readonly (readonly Uint8Array[])[],
  wire: SocketWire,
  delayMs: number,
): readonly SocketStep[] {
  const chunks = wire.chunks ?? { type: 'messages', perChunk: 1 };
  const bytes = Buffer.concat(messages.flat());
  const positions: number[] = [];
  if (chunks.type === 'bytes') {
    for (let position = chunks.size; position < bytes.length; position += chunks.size)
      positions.push(position);
  } else {
    let position = 0;
    for (const [index, message] of messages.entries()) {
      position += message.reduce((sum, { length }) => sum + length, 0);
      if ((index + 1) % chunks.perChunk === 0) positions.push(position);
    }
  }
  return cutAt(bytes, positions).flatMap((part, index): readonly SocketStep[] =>
    index === 0 ? [{ type: 'write', bytes: part }] : [pause(delayMs), { type: 'write', bytes: part }],
  );
}

function pause(ms: number): SocketStep {
  return { type: 'pause', ms };
}
