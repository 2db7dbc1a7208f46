import type { CodeAttachment } from '../../../src/chat/attachment.ts';
import { type AnswerTurn, noExtras, type QuestionTurn } from '../../../src/chat/conversation.ts';

/** A question as a session makes it. */
export function questionTurn(id: string, parent: string | null, text: string, askedAt = 1000): QuestionTurn {
  return { role: 'question', id, parent, alternative: 1, text, attachments: [], askedAt };
}

/** An answer that ended well. */
export function answerTurn(id: string, parent: string, text: string, askedAt = 1000): AnswerTurn {
  return {
    role: 'answer',
    id,
    parent,
    alternative: 1,
    respondent: { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'Vendor', modelLabel: 'Model' },
    text,
    reasoning: '',
    extras: noExtras,
    status: { state: 'done', reason: 'stop' },
    askedAt,
    totalMs: 500,
  };
}

export function codeAttachment(changes: Partial<CodeAttachment> = {}): CodeAttachment {
  return {
    kind: 'selection',
    id: 'piece',
    name: 'a.ts',
    path: 'src/a.ts',
    uri: 'file:///w/src/a.ts',
    language: 'typescript',
    startLine: 3,
    endLine: 4,
    code: 'let a;\n',
    before: '',
    after: '',
    ...changes,
  };
}
