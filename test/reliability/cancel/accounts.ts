import type { ModelOptions } from '../../../src/core/modelOptions.ts';
import type { ApiDescriptor, Connection, Credentials } from '../../../src/core/vendor.ts';
import { vendors } from '../../../src/vendors/registry.ts';
import type { DemoServers } from '../../vendors/demo.ts';

/** One way to sign in to one API, led to a loopback server. */
export interface Account {
  /** Such as `qianfan/v2 (iam)`. */
  readonly name: string;
  readonly api: ApiDescriptor;
  readonly connection: Connection;
  /** What every question asks for besides. */
  readonly options: ModelOptions;
}

/** Every way to sign in to every API of the registry. */
export function everyAccount({ environment, settings }: DemoServers): Account[] {
  const endpoints = settings['hanlin.endpoints'] as Readonly<Record<string, string>>;
  return vendors.flatMap((vendor) =>
    vendor.apis.flatMap((api) =>
      api.authModes.flatMap((mode): Account[] => {
        const credentials: Record<string, string> = {};
        for (const { id, environmentVariables, optional } of mode.fields) {
          const value = environmentVariables.map((name) => environment[name]).find((text) => text);
          if (value !== undefined) credentials[id] = value;
          else if (!optional) throw new Error(`No demonstration value for ${vendor.id}/${api.id} ${id}.`);
        }
        const baseUrl = endpoints[`${vendor.id}/${api.id}`];
        if (baseUrl === undefined) throw new Error(`No demonstration server for ${vendor.id}/${api.id}.`);
        const account = {
          name: `${vendor.id}/${api.id} (${mode.id})`,
          api,
          connection: { credentials: credentials as Credentials, authMode: mode.id, baseUrl, language: 'en' },
          options: {},
        };
        const isAsync = 'async' in api.options;
        return isAsync
          ? [account, { ...account, name: `${account.name}, asynchronous`, options: { async: true } }]
          : [account];
      }),
    ),
  );
}

/** The same account at another origin. */
export function movedTo({ connection, ...rest }: Account, origin: string): Account {
  const url = new URL(connection.baseUrl);
  const scheme = url.protocol.startsWith('ws') ? origin.replace(/^http/, 'ws') : origin;
  const path = connection.baseUrl.slice(
    url.origin === 'null' ? `${url.protocol}//${url.host}`.length : url.origin.length,
  );
  return { ...rest, connection: { ...connection, baseUrl: `${scheme}${path}` } };
}
