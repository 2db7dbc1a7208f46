import type { Violation } from '../loopback/chatRequest.ts';

export function violation(code: string, message: string): Violation {
  return { code, message };
}

/** A parameter that is not as documented. */
export function invalid(field: string): Violation {
  return violation('1214', `${field} 参数非法，请检查文档`);
}
