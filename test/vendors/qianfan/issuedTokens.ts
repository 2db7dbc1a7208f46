import { createHash } from 'node:crypto';

/** A token that the server gave out. */
export interface IssuedToken {
  readonly token: string;
  /** When the server stops to accept it, ms since 1970; it may have promised another time. */
  readonly validUntil: number;
  readonly enabled: boolean;
}

/** The tokens of one kind that a server has given out. */
export interface IssuedTokens {
  /** Gives out a token made by `make` from 64 hex digits that no other token shares. */
  issue(make: (hex: string) => string, validUntil: number, enabled: boolean): IssuedToken;
  find(token: string): IssuedToken | undefined;
  /** Forgets all: they were revoked. */
  revoke(): void;
}

export function createIssuedTokens(): IssuedTokens {
  let tokens: IssuedToken[] = [];
  let serial = 0;
  return {
    issue: (make, validUntil, enabled) => {
      serial += 1;
      const issued = { token: make(digest(`token ${serial}`)), validUntil, enabled };
      tokens.push(issued);
      return issued;
    },
    find: (token) => tokens.find((candidate) => candidate.token === token),
    revoke: () => {
      tokens = [];
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
